// The head's two normalisations.
#include "cpu/chunks.h"
#include "cpu/cpu_backend.h"
#include "cpu/float_rows.h"
#include "cpu/vector/normalize.h"

namespace dinofleet::cpu {

void CpuBackend::l2_normalize(const Tensor& x, double eps, const Tensor& y, const Tensor& norm) {
  const int64_t dim = x.dim(1);
  Chunks::of_rows(x.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    const int64_t rows = end - begin;
    const FloatsOf in(x, begin * dim, rows * dim);
    FloatsInto out(y, begin * dim, rows * dim);
    l2_normalize_rows(in.data(), static_cast<float>(eps), rows, dim, out.data(), norm.data<float>() + begin);
  });
}

void CpuBackend::l2_normalize_backward(const Tensor& dy, const Tensor& y, const Tensor& norm, const Tensor& dx) {
  const int64_t dim = dy.dim(1);
  Chunks::of_rows(dy.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    const int64_t rows = end - begin;
    const FloatsOf d_out(dy, begin * dim, rows * dim), out(y, begin * dim, rows * dim);
    FloatsInto d_in(dx, begin * dim, rows * dim);
    l2_normalize_backward_rows(d_out.data(), out.data(), norm.data<float>() + begin, rows, dim, d_in.data());
  });
}

void CpuBackend::weight_norm(const Tensor& v, const Tensor& g, const Tensor& weight, const Tensor& norm) {
  const int64_t dim = v.dim(1);
  Chunks::of_rows(v.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    const int64_t rows = end - begin;
    const FloatsOf in(v, begin * dim, rows * dim), length(g, begin, rows);
    FloatsInto out(weight, begin * dim, rows * dim);
    weight_norm_rows(in.data(), length.data(), rows, dim, out.data(), norm.data<float>() + begin);
  });
}

void CpuBackend::weight_norm_backward(const Tensor& d_weight, const Tensor& v, const Tensor& g, const Tensor& norm,
                                      const Tensor& dv, const Tensor& dg) {
  const int64_t dim = v.dim(1);
  Chunks::of_rows(v.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    const int64_t rows = end - begin;
    const FloatsOf in(v, begin * dim, rows * dim), length(g, begin, rows);
    weight_norm_backward_rows(d_weight.data<float>() + begin * dim, in.data(), length.data(), norm.data<float>() + begin,
                              rows, dim, dv.data<float>() + begin * dim, dg.data<float>() + begin);
  });
}

}  // namespace dinofleet::cpu
