#include "cpu/vector/activation.h"

#include "cpu/vector/exp.h"

namespace dinofleet::cpu::ISA {

void swiglu_rows(const float* x, int64_t rows, int64_t hidden, float* y) {
  const ExpScale one = exp_scale(1.0);
  for (int64_t m = 0; m < rows; ++m) {
    const float* __restrict x1 = x + m * 2 * hidden;
    const float* __restrict x2 = x1 + hidden;
    float* __restrict out = y + m * hidden;
    for (int64_t i = 0; i < hidden; ++i) out[i] = x1[i] / (1.0f + exp_of(-x1[i], one)) * x2[i];
  }
}

// With s = 1 / (1 + e^-x1): SiLU' = s (1 + x1 (1 - s)).
void swiglu_backward_rows(const float* dy, const float* x, int64_t rows, int64_t hidden, float* dx) {
  const ExpScale one = exp_scale(1.0);
  for (int64_t m = 0; m < rows; ++m) {
    const float* __restrict g = dy + m * hidden;
    const float* __restrict x1 = x + m * 2 * hidden;
    const float* __restrict x2 = x1 + hidden;
    float* __restrict d1 = dx + m * 2 * hidden;
    float* __restrict d2 = d1 + hidden;
    for (int64_t i = 0; i < hidden; ++i) {
      const float s = 1.0f / (1.0f + exp_of(-x1[i], one));
      d1[i] = g[i] * x2[i] * s * (1.0f + x1[i] * (1.0f - s));
      d2[i] = g[i] * x1[i] * s;
    }
  }
}

}  // namespace dinofleet::cpu::ISA
