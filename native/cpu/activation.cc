// SwiGLU. Bound by memory.
#include "cpu/chunks.h"
#include "cpu/cpu_backend.h"
#include "cpu/float_rows.h"
#include "cpu/vector/activation.h"

namespace dinofleet::cpu {

void CpuBackend::swiglu(const Tensor& x, const Tensor& y) {
  const int64_t hidden = y.dim(1);
  Chunks::of_rows(x.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    const int64_t rows = end - begin;
    const FloatsOf in(x, begin * 2 * hidden, rows * 2 * hidden);
    FloatsInto out(y, begin * hidden, rows * hidden);
    swiglu_rows(in.data(), rows, hidden, out.data());
  });
}

void CpuBackend::swiglu_backward(const Tensor& dy, const Tensor& x, const Tensor& dx) {
  const int64_t hidden = dy.dim(1);
  Chunks::of_rows(dy.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    const int64_t rows = end - begin;
    const FloatsOf d_out(dy, begin * hidden, rows * hidden);
    const FloatsOf in(x, begin * 2 * hidden, rows * 2 * hidden);
    FloatsInto d_in(dx, begin * 2 * hidden, rows * 2 * hidden);
    swiglu_backward_rows(d_out.data(), in.data(), rows, hidden, d_in.data());
  });
}

}  // namespace dinofleet::cpu
