// The update. All scalars between norm, decision and pass stay on the device.
#pragma once

#include "cuda/kernels/launch.h"

namespace dinofleet::cuda {

// parts (parts_for(...)) doubles; out += their sum.
void squared_norm(Stream stream, const float* x, int64_t count, double* parts, float* out);
constexpr int64_t kNormParts = 512;

// See Backend.optimizerPrepare in src/nn/backend.ts; state as OptimizerState there.
void optimizer_prepare(Stream stream, float* state, const float* norms_sq, float* norms, float* coefficients, int64_t count,
                       double clip, double growth, double backoff, int64_t growth_interval);

// A run of elements that share multipliers, up to `end`.
struct DeviceSegment {
  int64_t end;
  double lr_multiplier;
  double weight_decay_multiplier;
  int64_t is_last_layer;  // as wide as the others: nothing lies between fields
};

struct AdamWScalars {
  double lr, last_layer_lr, weight_decay, beta1, beta2, eps, momentum;
};

// What one run of elements shares in an update: PyTorch's order of operations.
struct AdamWFactors {
  float grad_coefficient;
  float keep;                     // 1 - lr weight_decay
  float step_size;                // lr / (1 - beta1^t)
  float inverse_root_correction;  // 1 / sqrt(1 - beta2^t)
};

// factors (segments)
void adamw_factors(Stream stream, const DeviceSegment* segments, int64_t count, const AdamWScalars& scalars,
                   const float* grad_coefficient, const float* state, AdamWFactors* factors);
// Of what is updated, rounded to a dtype; null where not wanted.
struct Copies {
  DType dtype;
  void* param;
  void* teacher;
};

// The update where state says that gradients were finite, and the teacher's average in any case.
void adamw_ema(Stream stream, const DeviceSegment* segments, int64_t segment_count, const AdamWFactors* factors,
               const AdamWScalars& scalars, const float* state, int64_t count, const float* grad, float* param,
               float* exp_avg, float* exp_avg_sq, float* teacher, const Copies& copies);

}  // namespace dinofleet::cuda
