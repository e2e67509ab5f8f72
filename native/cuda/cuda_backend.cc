#include "cuda/cuda_backend.h"

#include <algorithm>
#include <cmath>

#include "cuda/kernels/elementwise.h"
#include "cuda/kernels/embedding.h"
#include "cuda/kernels/losses.h"
#include "cuda/kernels/neighbours.h"
#include "cuda/kernels/normalize.h"
#include "cuda/kernels/optimizer.h"
#include "cuda/kernels/random.h"
#include "cuda/kernels/residual.h"

namespace dinofleet::cuda {
namespace {

// The longest sequences of which our kernel is taken before cuDNN's: an estimate, until it was measured on a GPU.
constexpr int kLongestShort = 272;
constexpr int kMostFusedHeadDim = 128;
// Of the simple kernel: queries, gradients and scores of a row lie in 48 KB of shared memory with it.
constexpr int64_t kMaxHeadDim = 512;
// A tile of products for nearest neighbours: enough to fill a GPU.
constexpr int64_t kTileQueries = 1024;
constexpr int64_t kTileColumns = 8192;
// Keys of the queries of a tile, where k is large: 128 MiB.
constexpr int64_t kMostKeys = 1 << 24;

class DeviceTable final : public IndexTable {
 public:
  DeviceTable(std::vector<int32_t> values, Tensor on_device) : IndexTable(std::move(values)), on_device(std::move(on_device)) {}

  const Tensor on_device;
};

class DeviceSegments final : public Segments {
 public:
  DeviceSegments(std::vector<Segment> runs, Tensor on_device) : Segments(std::move(runs)), on_device(std::move(on_device)) {}

  const Tensor on_device;
};

DType residual_of(DType compute) { return compute == DType::kFloat16 ? DType::kFloat16 : DType::kFloat32; }

const void* data_of(const Tensor* tensor) { return tensor == nullptr ? nullptr : tensor->data<void>(); }

void* writable(const std::optional<Tensor>& tensor) { return tensor ? tensor->data<void>() : nullptr; }

float* floats(const Tensor& tensor) { return tensor.data<float>(); }

// Some rows of a matrix.
Tensor rows_from(const Tensor& matrix, int64_t start, int64_t count) {
  Tensor out = matrix;
  out.shape[0] = count;
  out.byte_offset += static_cast<size_t>(start * matrix.dim(1)) * size_of(matrix.dtype);
  return out;
}

Tensor first_row(const Tensor& positions) { return rows_from(positions, 0, 1); }

// Those of the patches.
Tensor after_first(const Tensor& positions) { return rows_from(positions, 1, positions.dim(0) - 1); }

}  // namespace

CudaBackend::CudaBackend(std::shared_ptr<Runtime> runtime, std::shared_ptr<DevicePool> pool, DType compute,
                         AttentionChoice attention)
    : Backend(compute, residual_of(compute)),
      runtime_(std::move(runtime)),
      pool_(std::move(pool)),
      shared_bytes_(runtime_->facts().shared_bytes),
      attention_choice_(attention) {}

void CudaBackend::issued(const char* op, std::initializer_list<const Tensor*> reads,
                         std::initializer_list<const Tensor*> writes) {
  const auto ranges = [&](std::initializer_list<const Tensor*> tensors) {
    std::vector<Range> out;
    if (!runtime_->wants_ranges()) return out;
    for (const Tensor* tensor : tensors)
      if (tensor != nullptr && tensor->bytes() > 0) out.push_back({tensor->data<void>(), tensor->bytes()});
    return out;
  };
  runtime_->issued(Lane::kCompute, op, ranges(reads), ranges(writes));
}

Tensor CudaBackend::allocate(Shape shape, DType dtype) {
  Tensor out;
  out.storage = std::make_shared<DeviceStorage>(runtime_->device(), pool_, bytes_of(shape, dtype));
  out.shape = std::move(shape);
  out.dtype = dtype;
  return out;
}

Tensor CudaBackend::from_host(const void* data, size_t bytes, DType dtype) {
  const Tensor out = allocate({static_cast<int64_t>(bytes / size_of(dtype))}, dtype);
  if (bytes > 0) upload(out, static_cast<const std::byte*>(data));
  return out;
}

void CudaBackend::zero(const Tensor& dst) {
  if (dst.bytes() == 0) return;
  runtime_->zero(Lane::kCompute, dst.data<void>(), dst.bytes());
  issued("zero", {}, {&dst});
}

void CudaBackend::upload(const Tensor& dst, const std::byte* src) {
  runtime_->copy(Lane::kCompute, dst.data<void>(), src, dst.bytes());
  issued("upload", {}, {&dst});
}

void CudaBackend::download(const Tensor& src, std::byte* dst) {
  runtime_->copy(Lane::kCompute, dst, src.data<void>(), src.bytes());
  issued("download", {&src}, {});
  runtime_->synchronize(Lane::kCompute);
}

void CudaBackend::fill(const Tensor& dst, double value) {
  cuda::fill(stream(), dst.dtype, dst.data<void>(), dst.numel(), value);
  issued("fill", {}, {&dst});
}

void CudaBackend::cast(const Tensor& src, const Tensor& dst) {
  if (src.dtype == dst.dtype) {
    if (src.data<void>() != dst.data<void>())
      runtime_->copy(Lane::kCompute, dst.data<void>(), src.data<void>(), src.bytes());
  } else {
    cuda::cast(stream(), src.dtype, src.data<void>(), dst.dtype, dst.data<void>(), src.numel());
  }
  issued("cast", {&src}, {&dst});
}

std::shared_ptr<const IndexTable> CudaBackend::index_table(std::vector<int32_t> values) {
  const Tensor on_device = from_host(values.data(), values.size() * sizeof(int32_t), DType::kInt32);
  return std::make_shared<const DeviceTable>(std::move(values), on_device);
}

CudaBackend::Picked CudaBackend::picked(const PickedRows& rows) {
  Picked out;
  const Rows* given = rows.rows();
  if (given == nullptr) return out;
  const Tensor& table = static_cast<const DeviceTable&>(*given->table).on_device;
  out.map.table = table.data<int32_t>();
  out.held.push_back(table);
  if (given->parts.size() <= RowMap::kMostSpans) {
    int64_t first = 0;
    for (const RowPart& part : given->parts) {
      out.map.span[out.map.spans++] = {part.start, part.length, part.from, part.count, first, part.scale};
      first += part.count * part.length;
    }
    return out;
  }
  std::vector<int32_t> numbers;
  std::vector<float> scales;
  for (const RowPart& part : given->parts)
    for (int64_t i = part.from; i < part.from + part.count; ++i)
      for (int64_t t = 0; t < part.length; ++t) {
        const int32_t sample = given->table->values[i];
        numbers.push_back(sample < 0 ? -1 : static_cast<int32_t>(part.start + sample * part.length + t));
        scales.push_back(part.scale);
      }
  out.held.push_back(from_host(numbers.data(), numbers.size() * sizeof(int32_t), DType::kInt32));
  out.held.push_back(from_host(scales.data(), scales.size() * sizeof(float), DType::kFloat32));
  out.map.rows = out.held[1].data<int32_t>();
  out.map.scales = out.held[2].data<float>();
  return out;
}

MemoryStats CudaBackend::memory() { return pool_->stats(); }

void CudaBackend::reset_peak() { pool_->reset_peak(); }

void CudaBackend::set_threads(int) {}

// Matrix products

void CudaBackend::multiply(const char* op, bool transpose_a, bool transpose_b, const Tensor& a, const Tensor& b,
                           const Tensor* bias, float beta, const Tensor& d) {
  const int64_t k = transpose_a ? a.dim(0) : a.dim(1);
  if (d.numel() == 0) return;
  if (k == 0) {  // a product of nothing
    if (beta == 0) set_rows(stream(), a.dtype, data_of(bias), d.dtype, d.data<void>(), d.dim(0), d.dim(1));
    return issued(op, {bias}, {&d});
  }
  runtime_->multiply(Lane::kCompute, {transpose_a, transpose_b, d.dim(0), d.dim(1), k, a.dtype, a.data<void>(), a.dim(1),
                                      b.data<void>(), b.dim(1), data_of(bias), beta, d.dtype, d.data<void>(), d.dim(1)});
  issued(op, {&a, &b, bias, beta == 0 ? nullptr : &d}, {&d});
}

void CudaBackend::linear(const Tensor& x, const Tensor& weight, const Tensor* bias, const Tensor& y) {
  multiply("linear", false, true, x, weight, bias, 0, y);
}

// cuBLASLt's GELU is the tanh's, which is four half-ulps off: the exact one is a pass of its own.
void CudaBackend::linear_gelu(const Tensor& x, const Tensor& weight, const Tensor* bias, const Tensor& y, const Tensor& pre) {
  multiply("linearGelu", false, true, x, weight, bias, 0, pre);
  cuda::gelu(stream(), y.dtype, pre.data<void>(), y.data<void>(), y.numel());
  issued("gelu", {&pre}, {&y});
}

void CudaBackend::linear_backward_input(const Tensor& dy, const Tensor& weight, const Tensor& dx) {
  multiply("linearBackwardInput", false, false, dy, weight, nullptr, 0, dx);
}

void CudaBackend::linear_backward_input_gelu(const Tensor& dy, const Tensor& weight, const Tensor& pre, const Tensor& dx) {
  multiply("linearBackwardInputGelu", false, false, dy, weight, nullptr, 0, dx);
  cuda::gelu_backward(stream(), dx.dtype, pre.data<void>(), dx.data<void>(), dx.numel());
  issued("geluBackward", {&pre, &dx}, {&pre, &dx});
}

void CudaBackend::linear_backward_weight(const Tensor& dy, const Tensor& x, const Tensor& d_weight, const Tensor* d_bias) {
  if (dy.dim(0) == 0) return;
  multiply("linearBackwardWeight", true, false, dy, x, nullptr, 1, d_weight);
  if (d_bias != nullptr) add_column_sums(dy, *d_bias);
}

void CudaBackend::add_column_sums(const Tensor& x, const Tensor& to) {
  const int64_t count = parts_for(x.dim(0));
  const Tensor parts = allocate({count, x.dim(1)}, DType::kFloat32);
  cuda::column_parts(stream(), x.dtype, x.data<void>(), x.dim(0), x.dim(1), floats(parts));
  issued("columnParts", {&x}, {&parts});
  cuda::add_parts(stream(), floats(parts), count, x.dim(1), floats(to));
  issued("addParts", {&parts, &to}, {&to});
}

// In float32, whatever activations are.
void CudaBackend::interpolate_positions(const Tensor& matrix, const Tensor& positions, const Tensor& out) {
  const Tensor given = allocate(positions.shape, DType::kFloat32), wanted = allocate(out.shape, DType::kFloat32);
  cast(positions, given);
  cast(first_row(given), first_row(wanted));
  multiply("interpolatePositions", false, false, matrix, after_first(given), nullptr, 0, after_first(wanted));
  cast(wanted, out);
}

void CudaBackend::interpolate_positions_backward(const Tensor& d_out, const Tensor& matrix, const Tensor& d_positions) {
  add(first_row(d_positions), first_row(d_out));
  multiply("interpolatePositionsBackward", true, false, matrix, after_first(d_out), nullptr, 1, after_first(d_positions));
}

// Activations

void CudaBackend::swiglu(const Tensor& x, const Tensor& y) {
  cuda::swiglu(stream(), y.dtype, x.data<void>(), y.data<void>(), y.dim(0), y.dim(1));
  issued("swiglu", {&x}, {&y});
}

void CudaBackend::swiglu_backward(const Tensor& dy, const Tensor& x, const Tensor& dx) {
  cuda::swiglu_backward(stream(), dy.dtype, dy.data<void>(), x.data<void>(), dx.data<void>(), dy.dim(0), dy.dim(1));
  issued("swigluBackward", {&dy, &x}, {&dx});
}

// LayerNorm and the residual stream

void CudaBackend::layer_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, double eps, const PickedRows& rows,
                             const Tensor& y, const Tensor& mean, const Tensor& rstd) {
  if (x.dim(1) == 0) {  // of nothing
    zero(mean);
    zero(rstd);
    return;
  }
  const Picked at = picked(rows);
  cuda::layer_norm(stream(), activations, x.data<void>(), weight.data<void>(), bias.data<void>(), static_cast<float>(eps),
                   at.map, rows.count(), x.dim(1), y.data<void>(), floats(mean), floats(rstd));
  issued("layerNorm", {&x, &weight, &bias, at.table()}, {&y, &mean, &rstd});
}

void CudaBackend::layer_norm_backward(const Tensor& dy, const Tensor& x, const Tensor& weight, const Tensor& mean,
                                      const Tensor& rstd, const PickedRows& rows, const Tensor& dx, const Tensor& d_weight,
                                      const Tensor& d_bias) {
  const int64_t dim = x.dim(1), count = parts_for(rows.count());
  const Picked at = picked(rows);
  const Tensor parts = allocate({2 * count, dim}, DType::kFloat32);
  cuda::layer_norm_backward(stream(), activations, dy.data<void>(), x.data<void>(), weight.data<void>(), floats(mean),
                            floats(rstd), at.map, rows.count(), dim, dx.data<void>(), floats(parts));
  issued("layerNormBackward", {&dy, &x, &weight, &mean, &rstd, at.table(), &dx}, {&dx, &parts});
  cuda::add_parts(stream(), floats(parts), count, dim, floats(d_weight));
  cuda::add_parts(stream(), floats(parts) + count * dim, count, dim, floats(d_bias));
  issued("addParts", {&parts, &d_weight, &d_bias}, {&d_weight, &d_bias});
}

void CudaBackend::add_residual(const Tensor& x, const Tensor& branch, const Tensor* gamma, const PickedRows& rows,
                               const Tensor& out) {
  const Picked at = picked(rows);
  cast(x, out);
  cuda::add_branch(stream(), activations, branch.data<void>(), data_of(gamma), at.map, rows.count(), x.dim(1),
                   out.data<void>());
  issued("addResidual", {&branch, gamma, at.table(), &out}, {&out});
}

void CudaBackend::add_residual_backward(const Tensor& d_out, const Tensor& branch, const Tensor* gamma,
                                        const PickedRows& rows, const Tensor* d_gamma, const Tensor& d_branch) {
  const int64_t dim = d_out.dim(1), count = parts_for(rows.count());
  const Picked at = picked(rows);
  const Tensor parts = allocate({d_gamma == nullptr ? 0 : count, dim}, DType::kFloat32);
  cuda::add_branch_backward(stream(), activations, d_out.data<void>(), branch.data<void>(), data_of(gamma), at.map,
                            rows.count(), dim, d_branch.data<void>(), d_gamma == nullptr ? nullptr : floats(parts));
  issued("addResidualBackward", {&d_out, &branch, gamma, at.table()}, {&d_branch, &parts});
  if (d_gamma == nullptr) return;
  cuda::add_parts(stream(), floats(parts), count, dim, floats(*d_gamma));
  issued("addParts", {&parts, d_gamma}, {d_gamma});
}

void CudaBackend::gather_rows(const Tensor& x, const PickedRows& rows, const Tensor& out) {
  const Picked at = picked(rows);
  cuda::gather_rows(stream(), x.dtype, x.data<void>(), at.map, rows.count(), x.dim(1), out.data<void>());
  issued("gatherRows", {&x, at.table()}, {&out});
}

void CudaBackend::scatter_add_rows(const Tensor& x, const PickedRows& rows, const Tensor& out) {
  const Picked at = picked(rows);
  cuda::scatter_add_rows(stream(), x.dtype, x.data<void>(), at.map, rows.count(), x.dim(1), out.data<void>());
  issued("scatterAddRows", {&x, at.table(), &out}, {&out});
}

void CudaBackend::add(const Tensor& dst, const Tensor& src) {
  cuda::add(stream(), dst.dtype, src.data<void>(), dst.data<void>(), dst.numel());
  issued("add", {&src, &dst}, {&dst});
}

// Attention: one call for each list of sequences

int64_t CudaBackend::max_head_dim() const { return kMaxHeadDim; }

// The same for both passes: it depends on what both are given.
CudaBackend::AttentionKernel CudaBackend::kernel_of(const AttentionShape& shape, const void* qkv, const void* out) const {
  if (activations == DType::kFloat32 || !aligned(qkv, out)) return AttentionKernel::kSimple;
  const bool own = shape.head_dim == kShortHeadDim && attention_short_bytes(shape.length) <= shared_bytes_;
  const bool fused = runtime_->has_fused_attention() && shape.head_dim % 8 == 0 && shape.head_dim <= kMostFusedHeadDim &&
                     shape.length > 1;
  switch (attention_choice_) {
    case AttentionChoice::kOwn: return own ? AttentionKernel::kShort : AttentionKernel::kSimple;
    case AttentionChoice::kFused: return fused ? AttentionKernel::kFused : AttentionKernel::kSimple;
    case AttentionChoice::kAuto: break;
  }
  if (own && (shape.length <= kLongestShort || !fused)) return AttentionKernel::kShort;
  return fused ? AttentionKernel::kFused : AttentionKernel::kSimple;
}

namespace {

AttentionShape shape_of(const Sequences& sequences, const SequenceList& list) {
  return {list.count * list.length,
          static_cast<int>(list.count),
          static_cast<int>(list.length),
          static_cast<int>(sequences.heads),
          static_cast<int>(sequences.head_dim),
          1.0f / std::sqrt(static_cast<float>(sequences.head_dim))};
}

// The rows of a list.
std::byte* rows_of(const Tensor& tensor, const SequenceList& list) {
  return tensor.data<std::byte>() + static_cast<size_t>(list.start * tensor.dim(1)) * size_of(tensor.dtype);
}

// Of (H, T) numbers, lists one after the other.
float* part_of(const Tensor& tensor, const SequenceList& list) { return tensor.data<float>() + list.start * tensor.dim(0); }

}  // namespace

Tensor CudaBackend::fused_scratch(const AttentionShape& shape, bool backward) {
  const size_t bytes = runtime_->fused_attention_scratch(shape, activations, backward);
  return allocate({static_cast<int64_t>(bytes)}, DType::kUInt8);
}

void CudaBackend::attention(const Sequences& sequences, const Tensor& qkv, const Tensor& out, const Tensor& saved) {
  for (const SequenceList& list : sequences.lists) {
    const AttentionShape shape = shape_of(sequences, list);
    std::byte *from = rows_of(qkv, list), *to = rows_of(out, list);
    float* lse = part_of(saved, list);
    switch (kernel_of(shape, from, to)) {
      case AttentionKernel::kShort: attention_short(stream(), activations, shape, from, to, lse); break;
      case AttentionKernel::kSimple: attention_simple(stream(), activations, shape, from, to, lse); break;
      case AttentionKernel::kFused: {
        const Tensor scratch = fused_scratch(shape, false);
        runtime_->fused_attention(Lane::kCompute, shape, activations, from, to, lse, scratch.data<void>());
      }
    }
  }
  issued("attention", {&qkv}, {&out, &saved});
}

void CudaBackend::attention_backward(const Sequences& sequences, const Tensor& d_out, const Tensor& qkv, const Tensor& out,
                                     const Tensor& saved, const Tensor& d_qkv) {
  const Tensor delta = allocate(saved.shape, DType::kFloat32);
  for (const SequenceList& list : sequences.lists) {
    const AttentionShape shape = shape_of(sequences, list);
    const std::byte *from = rows_of(qkv, list), *made = rows_of(out, list), *d_made = rows_of(d_out, list);
    std::byte* d_from = rows_of(d_qkv, list);
    const float* lse = part_of(saved, list);
    switch (kernel_of(shape, from, made)) {
      case AttentionKernel::kShort:
        if (aligned(d_made, d_from)) {
          attention_short_backward(stream(), activations, shape, d_made, from, made, lse, d_from);
          break;
        }
        [[fallthrough]];  // what both have saved is the same
      case AttentionKernel::kSimple:
        attention_simple_backward(stream(), activations, shape, d_made, from, made, lse, part_of(delta, list), d_from);
        break;
      case AttentionKernel::kFused: {
        const Tensor scratch = fused_scratch(shape, true);
        runtime_->fused_attention_backward(Lane::kCompute, shape, activations, d_made, from, made, lse, d_from,
                                           scratch.data<void>());
      }
    }
  }
  issued("attentionBackward", {&d_out, &qkv, &out, &saved}, {&d_qkv, &delta});
}

// Image to tokens

void CudaBackend::patchify(const Tensor& images, const Tensor* table, int64_t patch_size, const Tensor& out) {
  const ImageShape shape{images.dim(0), images.dim(1), images.dim(2), images.dim(3)};
  cuda::patchify(stream(), activations, images.data<void>(), static_cast<const float*>(data_of(table)), shape, patch_size,
                 out.data<void>());
  issued("patchify", {&images, table}, {&out});
}

namespace {

TokenShape tokens_of(const Tensor& tokens, const Tensor& pos_embed, const Tensor* registers) {
  const int64_t register_count = registers == nullptr ? 0 : registers->dim(0), patches = pos_embed.dim(0) - 1;
  return {tokens.dim(0) / (1 + register_count + patches), register_count, patches, tokens.dim(1)};
}

const uint8_t* bytes_of_masks(const Tensor* masks) { return static_cast<const uint8_t*>(data_of(masks)); }

}  // namespace

void CudaBackend::assemble_tokens(const Tensor& patches, const Tensor& cls_token, const Tensor& pos_embed,
                                  const Tensor* registers, const Tensor* mask_token, const Tensor* masks,
                                  const Tensor& out) {
  cuda::assemble_tokens(stream(), activations, tokens_of(out, pos_embed, registers), patches.data<void>(),
                        cls_token.data<void>(), pos_embed.data<void>(), data_of(registers), data_of(mask_token),
                        bytes_of_masks(masks), out.data<void>());
  issued("assembleTokens", {&patches, &cls_token, &pos_embed, registers, mask_token, masks}, {&out});
}

void CudaBackend::assemble_tokens_backward(const Tensor& d_out, const Tensor* masks, const Tensor& d_patches,
                                           const Tensor& d_cls_token, const Tensor& d_pos_embed, const Tensor* d_registers,
                                           const Tensor* d_mask_token) {
  const TokenShape shape = tokens_of(d_out, d_pos_embed, d_registers);
  const Tensor mask_parts = allocate({d_mask_token == nullptr ? 0 : shape.tokens(), shape.dim}, DType::kFloat32);
  cuda::assemble_tokens_backward(stream(), activations, shape, d_out.data<void>(), bytes_of_masks(masks),
                                 d_patches.data<void>(), floats(d_cls_token), floats(d_pos_embed),
                                 d_registers == nullptr ? nullptr : floats(*d_registers),
                                 d_mask_token == nullptr ? nullptr : floats(mask_parts));
  issued("assembleTokensBackward", {&d_out, masks, &d_cls_token, &d_pos_embed, d_registers},
         {&d_patches, &d_cls_token, &d_pos_embed, d_registers, &mask_parts});
  if (d_mask_token == nullptr) return;
  cuda::add_parts(stream(), floats(mask_parts), shape.tokens(), shape.dim, floats(*d_mask_token));
  issued("addParts", {&mask_parts, d_mask_token}, {d_mask_token});
}

// The head's two normalisations

void CudaBackend::l2_normalize(const Tensor& x, double eps, const Tensor& y, const Tensor& norm) {
  if (x.dim(1) == 0) return fill(norm, eps);
  cuda::l2_normalize(stream(), x.dtype, x.data<void>(), static_cast<float>(eps), x.dim(0), x.dim(1), y.data<void>(),
                     floats(norm));
  issued("l2Normalize", {&x}, {&y, &norm});
}

void CudaBackend::l2_normalize_backward(const Tensor& dy, const Tensor& y, const Tensor& norm, const Tensor& dx) {
  cuda::l2_normalize_backward(stream(), dy.dtype, dy.data<void>(), y.data<void>(), floats(norm), dy.dim(0), dy.dim(1),
                              dx.data<void>());
  issued("l2NormalizeBackward", {&dy, &y, &norm}, {&dx});
}

void CudaBackend::weight_norm(const Tensor& v, const Tensor& g, const Tensor& weight, const Tensor& norm) {
  if (v.dim(1) == 0) return zero(norm);
  cuda::weight_norm(stream(), v.dtype, v.data<void>(), g.data<void>(), v.dim(0), v.dim(1), weight.data<void>(), floats(norm));
  issued("weightNorm", {&v, &g}, {&weight, &norm});
}

void CudaBackend::weight_norm_backward(const Tensor& d_weight, const Tensor& v, const Tensor& g, const Tensor& norm,
                                       const Tensor& dv, const Tensor& dg) {
  cuda::weight_norm_backward(stream(), v.dtype, floats(d_weight), v.data<void>(), g.data<void>(), floats(norm), v.dim(0),
                             v.dim(1), floats(dv), floats(dg));
  issued("weightNormBackward", {&d_weight, &v, &g, &norm, &dv, &dg}, {&dv, &dg});
}

// Losses

void CudaBackend::softmax_cross_entropy(const Tensor& logits, const Tensor& targets, const PickedRows& target_rows,
                                        const Tensor& weights, double temperature, double grad_factor,
                                        const Tensor& grad_scale, const Tensor& loss) {
  const int64_t rows = logits.dim(0);
  if (logits.numel() == 0) return;
  const Picked at = picked(target_rows);
  const Tensor losses = allocate({2 * rows}, DType::kFloat32);  // of doubles
  double* values = losses.data<double>();
  cuda::softmax_cross_entropy(stream(), logits.dtype, logits.data<void>(), floats(targets), at.map,
                              target_rows.count() / rows, floats(weights), 1 / temperature, grad_factor,
                              floats(grad_scale), rows, logits.dim(1), values);
  issued("softmaxCrossEntropy", {&logits, &targets, at.table(), &weights, &grad_scale}, {&logits, &losses});
  cuda::add_to_loss(stream(), values, rows, 1, floats(loss));
  issued("addToLoss", {&losses, &loss}, {&loss});
}

void CudaBackend::sinkhorn_start(const Tensor& logits, double temperature, const Tensor& sums) {
  cuda::sinkhorn_start(stream(), floats(logits), logits.dim(0), logits.dim(1), 1 / temperature,
                       floats(sums));
  issued("sinkhornStart", {&logits}, {&logits, &sums});
}

void CudaBackend::sinkhorn_iterate(const Tensor& q, const Tensor& sums, const Tensor& next_sums) {
  const Tensor factors = allocate({q.dim(0)}, DType::kFloat32);
  cuda::sinkhorn_rows(stream(), floats(q), floats(sums), q.dim(0), q.dim(1), floats(factors));
  issued("sinkhornRows", {&q, &sums}, {&factors});
  cuda::sinkhorn_columns(stream(), floats(q), floats(factors), q.dim(0), q.dim(1), floats(next_sums));
  issued("sinkhornColumns", {&q, &factors}, {&next_sums});
}

void CudaBackend::sinkhorn_finish(const Tensor& q, const Tensor& sums) {
  const Tensor factors = allocate({q.dim(0)}, DType::kFloat32);
  cuda::sinkhorn_rows(stream(), floats(q), floats(sums), q.dim(0), q.dim(1), floats(factors));
  issued("sinkhornRows", {&q, &sums}, {&factors});
  cuda::sinkhorn_assign(stream(), floats(q), floats(sums), floats(factors), q.dim(0), q.dim(1));
  issued("sinkhornAssign", {&q, &sums, &factors}, {&q});
}

void CudaBackend::koleo(const Tensor& x, double weight, double grad_factor, const Tensor& grad_scale, const Tensor& dx,
                        const Tensor& loss) {
  const int64_t count = x.dim(0), dim = x.dim(1);
  const Tensor unit = allocate(x.shape, DType::kFloat32), norm = allocate({count}, DType::kFloat32);
  const Tensor nearest = allocate({count}, DType::kInt32);
  const Tensor doubles = allocate({4 * count}, DType::kFloat32);  // distances and losses
  double *distances = doubles.data<double>(), *losses = distances + count;
  cuda::koleo_nearest(stream(), x.dtype, x.data<void>(), count, dim, floats(unit), floats(norm), nearest.data<int32_t>(),
                      distances);
  cuda::koleo_losses(stream(), distances, count, losses);
  issued("koleo", {&x}, {&unit, &norm, &nearest, &doubles});
  cuda::add_to_loss(stream(), losses, count, weight / static_cast<double>(count), floats(loss));
  issued("addToLoss", {&doubles, &loss}, {&loss});
  cuda::koleo_backward(stream(), x.dtype, floats(unit), floats(norm), nearest.data<int32_t>(), distances, count, dim,
                       weight * grad_factor / static_cast<double>(count), floats(grad_scale), dx.data<void>());
  issued("koleoBackward", {&unit, &norm, &nearest, &doubles, &grad_scale, &dx}, {&dx});
}

// The teacher's moving centre

void CudaBackend::centered_softmax(const Tensor& logits, const Tensor& center, double temperature) {
  cuda::centered_softmax(stream(), floats(logits), floats(center), logits.dim(0), logits.dim(1),
                         1 / temperature);
  issued("centeredSoftmax", {&logits, &center}, {&logits});
}

void CudaBackend::center_sums(const Tensor& logits, double weight, const Tensor& sums) {
  cuda::center_sums(stream(), floats(logits), weight, logits.dim(0), logits.dim(1), floats(sums));
  issued("centerSums", {&logits}, {&sums});
}

void CudaBackend::move_center(const Tensor& center, const Tensor& sums, double momentum) {
  cuda::move_center(stream(), floats(center), floats(sums), static_cast<float>(momentum), static_cast<float>(1 - momentum),
                    center.dim(0));
  issued("moveCenter", {&center, &sums}, {&center});
}

// Optimizer

void CudaBackend::squared_norm(const Tensor& x, const Tensor& out) {
  const Tensor parts = allocate({2 * kNormParts}, DType::kFloat32);  // of doubles
  cuda::squared_norm(stream(), floats(x), x.numel(), parts.data<double>(), floats(out));
  issued("squaredNorm", {&x, &out}, {&out, &parts});
}

void CudaBackend::optimizer_prepare(const Tensor& state, const Tensor& norms_sq, const Tensor& norms,
                                    const Tensor& coefficients, double clip, const LossScaling& scaling) {
  cuda::optimizer_prepare(stream(), floats(state), floats(norms_sq), floats(norms), floats(coefficients), norms_sq.numel(),
                          clip, scaling.growth, scaling.backoff, scaling.growth_interval);
  issued("optimizerPrepare", {&state, &norms_sq}, {&state, &norms, &coefficients});
}

std::shared_ptr<const Segments> CudaBackend::segments(std::vector<Segment> runs) {
  std::vector<DeviceSegment> packed;
  for (const Segment& run : runs)
    packed.push_back({run.end, run.lr_multiplier, run.weight_decay_multiplier, run.is_last_layer ? 1 : 0});
  const Tensor on_device = from_host(packed.data(), packed.size() * sizeof(DeviceSegment), DType::kUInt8);
  return std::make_shared<const DeviceSegments>(std::move(runs), on_device);
}

void CudaBackend::adamw_ema(const AdamWUpdate& u) {
  const Tensor& segments = static_cast<const DeviceSegments&>(*u.segments).on_device;
  const int64_t count = static_cast<int64_t>(u.segments->runs.size());
  const auto* runs = segments.data<const DeviceSegment>();
  const Tensor factors = allocate({count * static_cast<int64_t>(sizeof(AdamWFactors))}, DType::kUInt8);
  const AdamWScalars scalars{u.lr, u.last_layer_lr, u.weight_decay, u.beta1, u.beta2, u.eps, u.momentum};
  cuda::adamw_factors(stream(), runs, count, scalars, floats(u.grad_coefficient), floats(u.state),
                      factors.data<AdamWFactors>());
  issued("adamwFactors", {&segments, &u.grad_coefficient, &u.state}, {&factors});
  cuda::adamw_ema(stream(), runs, count, factors.data<AdamWFactors>(), scalars, floats(u.state), u.param.numel(),
                  floats(u.grad), floats(u.param), floats(u.exp_avg), floats(u.exp_avg_sq), floats(u.teacher),
                  {activations, writable(u.param_copy), writable(u.teacher_copy)});
  issued("adamwEma", {&segments, &factors, &u.state, &u.grad, &u.param, &u.exp_avg, &u.exp_avg_sq, &u.teacher},
         {&u.param, &u.exp_avg, &u.exp_avg_sq, &u.teacher, u.param_copy ? &*u.param_copy : nullptr,
          u.teacher_copy ? &*u.teacher_copy : nullptr});
}

// Random numbers

void CudaBackend::random_normal(const Tensor& out, PhiloxKey key, int64_t offset, double std) {
  cuda::random_normal(stream(), key, offset, std, floats(out), out.numel());
  issued("randomNormal", {}, {&out});
}

void CudaBackend::random_uniform(const Tensor& out, PhiloxKey key, int64_t offset, double low, double high) {
  cuda::random_uniform(stream(), key, offset, low, high, floats(out), out.numel());
  issued("randomUniform", {}, {&out});
}

// Nearest neighbours

void CudaBackend::top_k(const Tensor& queries, const Tensor& gallery, int64_t k, const Tensor& values, const Tensor& indices) {
  const int64_t count = queries.dim(0), rows = gallery.dim(0);
  const int64_t columns = std::min(rows, kTileColumns), capacity = k + columns;
  const int64_t block = std::clamp<int64_t>(kMostKeys / capacity, 1, std::min(count, kTileQueries));
  const Tensor products = allocate({block, columns}, DType::kFloat32);
  const Tensor keys = allocate({block, capacity, sizeof(uint64_t)}, DType::kUInt8);
  auto* kept = keys.data<uint64_t>();
  for (int64_t begin = 0; begin < count; begin += block) {
    const int64_t size = std::min(block, count - begin);
    const Tensor some = rows_from(queries, begin, size);
    const Tensor some_values = rows_from(values, begin, size), some_indices = rows_from(indices, begin, size);
    for (int64_t first = 0; first < rows; first += columns) {
      Tensor tile = products;
      tile.shape = {size, std::min(columns, rows - first)};
      multiply("topK", false, true, some, rows_from(gallery, first, tile.dim(1)), nullptr, 0, tile);
      cuda::keep_nearest(stream(), floats(tile), size, tile.dim(1), first, k, kept, capacity);
      issued("keepNearest", {&tile, &keys}, {&keys});
    }
    cuda::write_nearest(stream(), kept, capacity, size, k, floats(some_values), some_indices.data<int32_t>());
    issued("writeNearest", {&keys}, {&some_values, &some_indices});
  }
}

}  // namespace dinofleet::cuda
