// The one file that sees cuDNN's frontend: it takes the compiler most of a minute.
#include "cuda/fused_attention.h"

#include <cuda_runtime_api.h>
#include <cudnn_frontend.h>
#include <dlfcn.h>

#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cuda/kept_file.h"

namespace cudnn_frontend {
void* cudnn_dlhandle = nullptr;
}

namespace dinofleet::cuda {
namespace {

namespace fe = cudnn_frontend;

// The oldest whose attention takes a padding mask as it is used here, without the faults that the ones before have.
constexpr size_t kOldest = 91900;

enum Id : int64_t { kQ = 1, kK, kV, kOut, kStats, kLengths, kDOut, kDQ, kDK, kDV, kKeyLengths };

void open(const std::string& path, const char* what, int flags) {
  if (path.empty()) throw std::runtime_error(std::string(what) + " is not on this machine");
  if (dlopen(path.c_str(), RTLD_NOW | flags) == nullptr)
    throw std::runtime_error(std::string(what) + " does not load: " + dlerror());
}

void check(fe::error_t error, const std::string& what) {
  if (error.is_bad()) throw std::runtime_error("cuDNN: " + what + ": " + error.get_message());
}

fe::DataType_t type_of(DType dtype) {
  return dtype == DType::kFloat16 ? fe::DataType_t::HALF : fe::DataType_t::BFLOAT16;
}

// Every sequence is as long as its tensor: a mask that says so is what keeps cuDNN's backward pass from NaN at some lengths.
std::shared_ptr<fe::graph::Graph> describe(const AttentionShape& shape, DType dtype, bool backward) {
  const int64_t b = shape.count, s = shape.length, h = shape.heads, d = shape.head_dim;
  auto graph = std::make_shared<fe::graph::Graph>();
  graph->set_io_data_type(type_of(dtype))
      .set_intermediate_data_type(fe::DataType_t::FLOAT)
      .set_compute_data_type(fe::DataType_t::FLOAT);
  const std::vector<int64_t> dims{b, h, s, d};
  const std::vector<int64_t> in_qkv{s * 3 * h * d, d, 3 * h * d, 1};
  const std::vector<int64_t> in_out{s * h * d, d, h * d, 1};
  const auto tensor = [&](Id id, const std::vector<int64_t>& strides) {
    return graph->tensor(fe::graph::Tensor_attributes().set_uid(id).set_dim(dims).set_stride(strides));
  };
  const auto lengths = [&](Id id) {
    return graph->tensor(fe::graph::Tensor_attributes()
                             .set_uid(id)
                             .set_dim({b, 1, 1, 1})
                             .set_stride({1, 1, 1, 1})
                             .set_data_type(fe::DataType_t::INT32));
  };
  const std::vector<int64_t> stats_dims{b, h, s, 1}, stats_strides{h * s, s, 1, 1};
  const auto q = tensor(kQ, in_qkv), k = tensor(kK, in_qkv), v = tensor(kV, in_qkv);
  if (!backward) {
    auto options = fe::graph::SDPA_attributes()
                       .set_generate_stats(true)
                       .set_attn_scale(shape.scale)
                       .set_padding_mask(true)
                       .set_seq_len_q(lengths(kLengths))
                       .set_seq_len_kv(lengths(kKeyLengths));
    auto [out, stats] = graph->sdpa(q, k, v, options);
    out->set_output(true).set_uid(kOut).set_dim(dims).set_stride(in_out);
    stats->set_output(true).set_uid(kStats).set_data_type(fe::DataType_t::FLOAT).set_dim(stats_dims).set_stride(stats_strides);
    return graph;
  }
  const auto out = tensor(kOut, in_out), d_out = tensor(kDOut, in_out);
  const auto stats = graph->tensor(fe::graph::Tensor_attributes()
                                       .set_uid(kStats)
                                       .set_dim(stats_dims)
                                       .set_stride(stats_strides)
                                       .set_data_type(fe::DataType_t::FLOAT));
  auto options = fe::graph::SDPA_backward_attributes()
                     .set_attn_scale(shape.scale)
                     .set_deterministic_algorithm(true)
                     .set_padding_mask(true)
                     .set_seq_len_q(lengths(kLengths))
                     .set_seq_len_kv(lengths(kKeyLengths));
  auto [dq, dk, dv] = graph->sdpa_backward(q, k, v, out, d_out, stats, options);
  dq->set_output(true).set_uid(kDQ).set_dim(dims).set_stride(in_qkv);
  dk->set_output(true).set_uid(kDK).set_dim(dims).set_stride(in_qkv);
  dv->set_output(true).set_uid(kDV).set_dim(dims).set_stride(in_qkv);
  return graph;
}

std::string words(const AttentionShape& shape, DType dtype, bool backward) {
  return std::string(name_of(dtype)) + "-b" + std::to_string(shape.count) + "-h" + std::to_string(shape.heads) + "-s" +
         std::to_string(shape.length) + "-d" + std::to_string(shape.head_dim) + (backward ? "-backward" : "-forward");
}

std::string version_name(size_t version) {
  return std::to_string(version / 10000) + "." + std::to_string(version / 100 % 100) + "." + std::to_string(version % 100);
}

}  // namespace

class FusedAttention::Plan {
 public:
  // @param file of a plan that was made before; empty: none
  Plan(void* handle, const AttentionShape& shape, DType dtype, bool backward, const std::string& file) : shape_(shape) {
    const auto cudnn = static_cast<cudnnHandle_t>(handle);
    const std::vector<uint8_t> kept = file.empty() ? std::vector<uint8_t>() : read_kept(file);
    graph_ = std::make_shared<fe::graph::Graph>();
    if (kept.empty() || graph_->deserialize(cudnn, kept).is_bad()) {
      if (!kept.empty()) forget(file);
      const std::string what = "attention of " + words(shape, dtype, backward);
      graph_ = describe(shape, dtype, backward);
      check(graph_->build(cudnn, {fe::HeurMode_t::A}), what);
      std::vector<uint8_t> bytes;
      if (!file.empty() && graph_->serialize(bytes).is_good()) keep(file, bytes);
    }
    check(graph_->get_workspace_size(scratch_bytes_), "the size of its scratch memory");
    const std::vector<int32_t> lengths(static_cast<size_t>(shape.count), shape.length);
    const size_t bytes = lengths.size() * sizeof(int32_t);
    if (cudaMalloc(&lengths_, bytes) != cudaSuccess ||
        cudaMemcpy(lengths_, lengths.data(), bytes, cudaMemcpyHostToDevice) != cudaSuccess)
      throw std::runtime_error("no memory on the device for the lengths of sequences");
  }
  ~Plan() { cudaFree(lengths_); }

  size_t scratch_bytes() const { return static_cast<size_t>(scratch_bytes_); }

  void run(void* handle, std::unordered_map<int64_t, void*> memory, void* scratch, Stream stream) {
    const auto cudnn = static_cast<cudnnHandle_t>(handle);
    memory[kLengths] = memory[kKeyLengths] = lengths_;
    if (fe::detail::set_stream(cudnn, static_cast<cudaStream_t>(stream)) != CUDNN_STATUS_SUCCESS)
      throw std::runtime_error("cuDNN does not take the stream");
    check(graph_->execute(cudnn, memory, scratch), "attention");
  }

 private:
  AttentionShape shape_;
  std::shared_ptr<fe::graph::Graph> graph_;
  int64_t scratch_bytes_ = 0;
  void* lengths_ = nullptr;
};

FusedAttention::FusedAttention(const Libraries& libraries, const std::string& device_name) : folder_(libraries.plans) {
  open(libraries.cudart, "libcudart", RTLD_GLOBAL);
  open(libraries.nvrtc_builtins, "libnvrtc-builtins", RTLD_GLOBAL);
  open(libraries.nvrtc, "libnvrtc", RTLD_GLOBAL);
  fe::cudnn_dlhandle = dlopen(libraries.cudnn.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (fe::cudnn_dlhandle == nullptr) throw std::runtime_error("cuDNN does not load: " + std::string(dlerror()));
  const size_t version = fe::detail::get_backend_version();
  if (version < kOldest)
    throw std::runtime_error(libraries.cudnn + " is cuDNN " + version_name(version) + ", expected " + version_name(kOldest) +
                             " or newer");
  cudnnHandle_t handle = nullptr;
  if (fe::detail::create_handle(&handle) != CUDNN_STATUS_SUCCESS) throw std::runtime_error("cuDNN does not open the device");
  handle_ = handle;
  prefix_ = "cudnn-" + std::to_string(version) + "-" + in_file_name(device_name) + "-";
}

FusedAttention::~FusedAttention() {
  plans_.clear();
  fe::detail::destroy_handle(static_cast<cudnnHandle_t>(handle_));
}

FusedAttention::Plan& FusedAttention::plan_of(const AttentionShape& shape, DType dtype, bool backward) {
  auto& plan = plans_[{shape.count, shape.length, shape.heads, shape.head_dim, dtype, backward}];
  const std::string file = folder_.empty() ? "" : folder_ + "/" + prefix_ + words(shape, dtype, backward) + ".plan";
  if (!plan) plan = std::make_unique<Plan>(handle_, shape, dtype, backward, file);
  return *plan;
}

size_t FusedAttention::scratch_bytes(const AttentionShape& shape, DType dtype, bool backward) {
  return plan_of(shape, dtype, backward).scratch_bytes();
}

namespace {

void* part(const void* qkv, const AttentionShape& shape, int which) {
  constexpr int kBytes = 2;  // of a number
  return const_cast<char*>(static_cast<const char*>(qkv) + int64_t{which} * shape.heads * shape.head_dim * kBytes);
}

std::unordered_map<int64_t, void*> inputs(const AttentionShape& shape, const void* qkv) {
  return {{kQ, part(qkv, shape, 0)}, {kK, part(qkv, shape, 1)}, {kV, part(qkv, shape, 2)}};
}

}  // namespace

void FusedAttention::forward(const AttentionShape& shape, DType dtype, const void* qkv, void* out, float* stats, void* scratch,
                             Stream stream) {
  auto memory = inputs(shape, qkv);
  memory[kOut] = out;
  memory[kStats] = stats;
  plan_of(shape, dtype, false).run(handle_, std::move(memory), scratch, stream);
}

void FusedAttention::backward(const AttentionShape& shape, DType dtype, const void* d_out, const void* qkv, const void* out,
                              const float* stats, void* d_qkv, void* scratch, Stream stream) {
  auto memory = inputs(shape, qkv);
  memory[kOut] = const_cast<void*>(out);
  memory[kDOut] = const_cast<void*>(d_out);
  memory[kStats] = const_cast<float*>(stats);
  memory[kDQ] = part(d_qkv, shape, 0);
  memory[kDK] = part(d_qkv, shape, 1);
  memory[kDV] = part(d_qkv, shape, 2);
  plan_of(shape, dtype, true).run(handle_, std::move(memory), scratch, stream);
}

}  // namespace dinofleet::cuda
