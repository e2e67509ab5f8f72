// LayerNorm, the residual stream, and rows by number.
#include <cstring>
#include <vector>

#include "cpu/chunks.h"
#include "cpu/cpu_backend.h"
#include "cpu/float_rows.h"
#include "cpu/row_numbers.h"
#include "cpu/vector/residual.h"
#include "cpu/vector/sums.h"

namespace dinofleet::cpu {
void CpuBackend::layer_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, double eps, const PickedRows& picked,
                            const Tensor& y, const Tensor& mean, const Tensor& rstd) {
  const RowNumbers rows(picked);
  const int64_t dim = x.dim(1);
  const FloatsOf scale(weight), shift(bias);
  Chunks::of_rows(rows.count()).parallel([&](int64_t, int64_t begin, int64_t end) {
    by_few_rows(begin, end, dim, [&](int64_t first, int64_t last) {
      FloatsInto out(y, first * dim, (last - first) * dim);
      layer_norm_rows(x.data<float>(), scale.data(), shift.data(), static_cast<float>(eps), rows.data(), first, last, dim,
                      out.data(), mean.data<float>(), rstd.data<float>());
    });
  });
}

void CpuBackend::layer_norm_backward(const Tensor& dy, const Tensor& x, const Tensor& weight, const Tensor& mean,
                                     const Tensor& rstd, const PickedRows& picked, const Tensor& dx, const Tensor& d_weight,
                                     const Tensor& d_bias) {
  const RowNumbers rows(picked);
  const int64_t dim = x.dim(1);
  const FloatsOf scale(weight);
  const Chunks chunks = Chunks::of_rows(rows.count());
  const Tensor weight_parts = allocate({chunks.count(), dim}, DType::kFloat32);
  const Tensor bias_parts = allocate({chunks.count(), dim}, DType::kFloat32);
  chunks.parallel([&](int64_t chunk, int64_t begin, int64_t end) {
    float* weight_sums = weight_parts.data<float>() + chunk * dim;
    float* bias_sums = bias_parts.data<float>() + chunk * dim;
    std::fill_n(weight_sums, dim, 0.0f);
    std::fill_n(bias_sums, dim, 0.0f);
    by_few_rows(begin, end, dim, [&](int64_t first, int64_t last) {
      const FloatsOf d_out(dy, first * dim, (last - first) * dim);
      layer_norm_backward_rows(d_out.data(), x.data<float>(), scale.data(), mean.data<float>(), rstd.data<float>(),
                               rows.data(), first, last, dim, dx.data<float>(), weight_sums, bias_sums);
    });
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

  const OptionalFloats factors(gamma);
  Chunks::of_rows(x.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    for (int64_t t = begin; t < end; ++t) {
      const float* in = x.data<float>() + t * dim;
      float* to = out.data<float>() + t * dim;
      const int64_t r = branch_row[t];
      if (r == -1)
        std::memcpy(to, in, dim * sizeof(float));
      else
        add_residual_row(in, FloatsOf(branch, r * dim, dim).data(), factors.data(), scales[r], dim, to);
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
  const OptionalFloats factors(gamma);
  chunks.parallel([&](int64_t chunk, int64_t begin, int64_t end) {
    float* sums = d_gamma ? parts.data<float>() + chunk * dim : nullptr;
    if (d_gamma) std::fill_n(sums, dim, 0.0f);
    by_few_rows(begin, end, dim, [&](int64_t first, int64_t last) {
      const FloatsOf in(branch, first * dim, (last - first) * dim);
      FloatsInto d_in(d_branch, first * dim, (last - first) * dim);
      add_residual_backward_rows(d_out.data<float>(), in.data(), factors.data(), rows.data(), scales.data(), first, last,
                                 dim, d_in.data(), sums);
    });
  });
  if (d_gamma) add_sum_of_parts(parts.data<float>(), chunks.count(), dim, 0, dim, d_gamma->data<float>());
}

void CpuBackend::gather_rows(const Tensor& x, const PickedRows& picked, const Tensor& out) {
  const RowNumbers rows(picked);
  const int64_t row_bytes = x.dim(1) * size_of(x.dtype);
  Chunks::of_rows(rows.count()).parallel([&](int64_t, int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      char* to = out.data<char>() + r * row_bytes;
      if (rows[r] < 0)
        std::memset(to, 0, row_bytes);
      else
        std::memcpy(to, x.data<char>() + rows[r] * row_bytes, row_bytes);
    }
  });
}

void CpuBackend::scatter_add_rows(const Tensor& x, const PickedRows& picked, const Tensor& out) {
  const RowNumbers rows(picked);
  const int64_t dim = x.dim(1);
  Chunks::of_rows(rows.count()).parallel([&](int64_t, int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r)
      if (rows[r] >= 0)
        add_floats(FloatsOf(x, r * dim, dim).data(), dim, FloatsInPlace(out, rows[r] * dim, dim).data());
  });
}

void CpuBackend::add(const Tensor& dst, const Tensor& src) {
  constexpr int64_t kPiece = 16384;
  Chunks(dst.numel(), kPiece).parallel([&](int64_t, int64_t begin, int64_t end) {
    add_floats(FloatsOf(src, begin, end - begin).data(), end - begin, FloatsInPlace(dst, begin, end - begin).data());
  });
}

}  // namespace dinofleet::cpu
