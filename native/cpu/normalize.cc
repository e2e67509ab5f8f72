// The head's two normalisations.
#include "cpu/chunks.h"
#include "cpu/cpu_backend.h"
#include "cpu/vector/normalize.h"

namespace dinofleet::cpu {

void CpuBackend::l2_normalize(const Tensor& x, double eps, const Tensor& y, const Tensor& norm) {
  Chunks::of_rows(x.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    l2_normalize_rows(x.data<float>(), static_cast<float>(eps), begin, end, x.dim(1), y.data<float>(),
                      norm.data<float>());
  });
}

void CpuBackend::l2_normalize_backward(const Tensor& dy, const Tensor& y, const Tensor& norm, const Tensor& dx) {
  Chunks::of_rows(dy.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    l2_normalize_backward_rows(dy.data<float>(), y.data<float>(), norm.data<float>(), begin, end, dy.dim(1),
                               dx.data<float>());
  });
}

void CpuBackend::weight_norm(const Tensor& v, const Tensor& g, const Tensor& weight, const Tensor& norm) {
  Chunks::of_rows(v.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    weight_norm_rows(v.data<float>(), g.data<float>(), begin, end, v.dim(1), weight.data<float>(), norm.data<float>());
  });
}

void CpuBackend::weight_norm_backward(const Tensor& d_weight, const Tensor& v, const Tensor& g, const Tensor& norm,
                                      const Tensor& dv, const Tensor& dg) {
  Chunks::of_rows(v.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    weight_norm_backward_rows(d_weight.data<float>(), v.data<float>(), g.data<float>(), norm.data<float>(), begin, end,
                              v.dim(1), dv.data<float>(), dg.data<float>());
  });
}

}  // namespace dinofleet::cpu
