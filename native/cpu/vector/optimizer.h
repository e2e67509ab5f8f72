#pragma once

#include "vector/dispatch.h"

namespace dinofleet::cpu {

// What one run of elements shares. AdamW as PyTorch orders it: decay, moments, then the step with eps outside the root.
struct AdamW {
  float grad_coefficient;
  float keep;                     // 1 - lr weight_decay
  float beta1, one_minus_beta1;
  float beta2, one_minus_beta2;
  float step_size;                // lr / (1 - beta1^t)
  float inverse_root_correction;  // 1 / sqrt(1 - beta2^t)
  float eps;
  float momentum, one_minus_momentum;  // of the teacher
};

DINOFLEET_KERNEL(void, adamw_ema,
                 (const AdamW& a, int64_t n, const float* grad, float* param, float* exp_avg, float* exp_avg_sq,
                  float* teacher))
// teacher = momentum teacher + one_minus_momentum param
DINOFLEET_KERNEL(void, ema, (float momentum, float one_minus_momentum, int64_t n, const float* param, float* teacher))

}  // namespace dinofleet::cpu
