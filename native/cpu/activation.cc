// SwiGLU. Bound by memory.
#include "cpu/chunks.h"
#include "cpu/cpu_backend.h"
#include "cpu/vector/activation.h"

namespace dinofleet::cpu {

void CpuBackend::swiglu(const Tensor& x, const Tensor& y) {
  Chunks::of_rows(x.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    swiglu_rows(x.data<float>(), begin, end, y.dim(1), y.data<float>());
  });
}

void CpuBackend::swiglu_backward(const Tensor& dy, const Tensor& x, const Tensor& dx) {
  Chunks::of_rows(dy.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    swiglu_backward_rows(dy.data<float>(), x.data<float>(), begin, end, dy.dim(1), dx.data<float>());
  });
}

}  // namespace dinofleet::cpu
