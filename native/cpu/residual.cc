// LayerNorm, the residual stream, and rows by number.
#include <cstring>
#include <vector>

#include "cpu/chunks.h"
#include "cpu/cpu_backend.h"
#include "cpu/row_numbers.h"
#include "cpu/vector/residual.h"
#include "cpu/vector/sums.h"

namespace dinofleet::cpu {
namespace {

float* data_or_null(const Tensor* tensor) { return tensor == nullptr ? nullptr : tensor->data<float>(); }

}  // namespace

void CpuBackend::layer_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, double eps, const PickedRows& picked,
                            const Tensor& y, const Tensor& mean, const Tensor& rstd) {
  const RowNumbers rows(picked);
  const int64_t dim = x.dim(1);
  Chunks::of_rows(rows.count()).parallel([&](int64_t, int64_t begin, int64_t end) {
    layer_norm_rows(x.data<float>(), weight.data<float>(), bias.data<float>(), static_cast<float>(eps), rows.data(),
                    begin, end, dim, y.data<float>(), mean.data<float>(), rstd.data<float>());
  });
}

void CpuBackend::layer_norm_backward(const Tensor& dy, const Tensor& x, const Tensor& weight, const Tensor& mean,
                                     const Tensor& rstd, const PickedRows& picked, const Tensor& dx, const Tensor& d_weight,
                                     const Tensor& d_bias) {
  const RowNumbers rows(picked);
  const int64_t dim = x.dim(1);
  const Chunks chunks = Chunks::of_rows(rows.count());
  const Tensor weight_parts = allocate({chunks.count(), dim}, DType::kFloat32);
  const Tensor bias_parts = allocate({chunks.count(), dim}, DType::kFloat32);
  chunks.parallel([&](int64_t chunk, int64_t begin, int64_t end) {
    layer_norm_backward_rows(dy.data<float>(), x.data<float>(), weight.data<float>(), mean.data<float>(),
                             rstd.data<float>(), rows.data(), begin, end, dim, dx.data<float>(),
                             weight_parts.data<float>() + chunk * dim, bias_parts.data<float>() + chunk * dim);
  });
  add_sum_of_parts(weight_parts.data<float>(), chunks.count(), dim, 0, dim, d_weight.data<float>());
  add_sum_of_parts(bias_parts.data<float>(), chunks.count(), dim, 0, dim, d_bias.data<float>());
}

void CpuBackend::add_residual(const Tensor& x, const Tensor& branch, const Tensor* gamma, const PickedRows& picked,
                              const Tensor& out) {
  const RowNumbers rows(picked);
  const std::vector<float> scales = rows.scales();
  const int64_t dim = x.dim(1);
  // For every row of x its row of the branch, -1 for none: out is written once, in order.
  std::vector<int64_t> branch_row(static_cast<size_t>(x.dim(0)), -1);
  for (int64_t r = 0; r < rows.count(); ++r) branch_row[rows[r]] = r;

  Chunks::of_rows(x.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    for (int64_t t = begin; t < end; ++t) {
      const float* in = x.data<float>() + t * dim;
      float* to = out.data<float>() + t * dim;
      const int64_t r = branch_row[t];
      if (r == -1)
        std::memcpy(to, in, dim * sizeof(float));
      else
        add_residual_row(in, branch.data<float>() + r * dim, data_or_null(gamma), scales[r], dim, to);
    }
  });
}

void CpuBackend::add_residual_backward(const Tensor& d_out, const Tensor& branch, const Tensor* gamma,
                                       const PickedRows& picked, const Tensor* d_gamma, const Tensor& d_branch) {
  const RowNumbers rows(picked);
  const std::vector<float> scales = rows.scales();
  const int64_t dim = d_out.dim(1);
  const Chunks chunks = Chunks::of_rows(rows.count());
  const Tensor parts = allocate({d_gamma ? chunks.count() : 0, dim}, DType::kFloat32);
  chunks.parallel([&](int64_t chunk, int64_t begin, int64_t end) {
    add_residual_backward_rows(d_out.data<float>(), branch.data<float>(), data_or_null(gamma), rows.data(),
                               scales.data(), begin, end, dim, d_branch.data<float>(),
                               d_gamma ? parts.data<float>() + chunk * dim : nullptr);
  });
  if (d_gamma) add_sum_of_parts(parts.data<float>(), chunks.count(), dim, 0, dim, d_gamma->data<float>());
}

void CpuBackend::gather_rows(const Tensor& x, const PickedRows& picked, const Tensor& out) {
  const RowNumbers rows(picked);
  const int64_t dim = x.dim(1);
  Chunks::of_rows(rows.count()).parallel([&](int64_t, int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      float* to = out.data<float>() + r * dim;
      if (rows[r] < 0)
        std::fill_n(to, dim, 0.0f);
      else
        std::memcpy(to, x.data<float>() + rows[r] * dim, dim * sizeof(float));
    }
  });
}

void CpuBackend::scatter_add_rows(const Tensor& x, const PickedRows& picked, const Tensor& out) {
  const RowNumbers rows(picked);
  const int64_t dim = x.dim(1);
  Chunks::of_rows(rows.count()).parallel([&](int64_t, int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r)
      if (rows[r] >= 0) add_floats(x.data<float>() + r * dim, dim, out.data<float>() + rows[r] * dim);
  });
}

void CpuBackend::add(const Tensor& dst, const Tensor& src) {
  constexpr int64_t kPiece = 16384;
  Chunks(dst.numel(), kPiece).parallel([&](int64_t, int64_t begin, int64_t end) {
    add_floats(src.data<float>() + begin, end - begin, dst.data<float>() + begin);
  });
}

}  // namespace dinofleet::cpu
