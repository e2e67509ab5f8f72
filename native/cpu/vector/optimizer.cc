#include "cpu/vector/optimizer.h"

namespace dinofleet::cpu::ISA {

void adamw_ema(const AdamW& a, int64_t n, const float* __restrict grad, float* __restrict param,
               float* __restrict exp_avg, float* __restrict exp_avg_sq, float* __restrict teacher) {
  for (int64_t i = 0; i < n; ++i) {
    const float g = grad[i] * a.grad_coefficient;
    const float m = exp_avg[i] * a.beta1 + g * a.one_minus_beta1;
    const float v = exp_avg_sq[i] * a.beta2 + g * g * a.one_minus_beta2;
    const float denominator = __builtin_sqrtf(v) * a.inverse_root_correction + a.eps;
    const float p = param[i] * a.keep - a.step_size * (m / denominator);
    exp_avg[i] = m;
    exp_avg_sq[i] = v;
    param[i] = p;
    teacher[i] = teacher[i] * a.momentum + p * a.one_minus_momentum;
  }
}

void ema(float momentum, float one_minus_momentum, int64_t n, const float* __restrict param,
         float* __restrict teacher) {
  for (int64_t i = 0; i < n; ++i) teacher[i] = teacher[i] * momentum + param[i] * one_minus_momentum;
}

}  // namespace dinofleet::cpu::ISA
