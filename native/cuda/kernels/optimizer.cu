#include "cuda/kernels/optimizer.h"

#include "cuda/kernels/kernel.h"

namespace dinofleet::cuda {
namespace {

constexpr int kThreads = 256;

// OptimizerState of src/nn/backend.ts.
enum State { kLossScale, kGrowthTracker, kFoundInf, kAdamStep };

__global__ void __launch_bounds__(kThreads) squared_norm_kernel(const float* x, int64_t count, double* parts) {
  SHARED_ARRAY(double, scratch, 32);
  double sum = 0;
  for (int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x; i < count; i += int64_t{gridDim.x} * kThreads)
    sum += static_cast<double>(x[i]) * x[i];
  sum = block_sum(sum, scratch);
  if (threadIdx.x == 0) parts[blockIdx.x] = sum;
}

__global__ void __launch_bounds__(kThreads) add_norm_parts_kernel(const double* parts, int64_t count, float* out) {
  SHARED_ARRAY(double, scratch, 32);
  double sum = 0;
  for (int64_t i = threadIdx.x; i < count; i += kThreads) sum += parts[i];
  sum = block_sum(sum, scratch);
  if (threadIdx.x == 0) *out = static_cast<float>(*out + sum);
}

// One thread: there are a few sub-modules.
__global__ void optimizer_prepare_kernel(float* state, const float* norms_sq, float* norms, float* coefficients,
                                         int64_t count, double clip, double growth, double backoff, int64_t growth_interval) {
  const double loss_scale = state[kLossScale];
  bool finite = true;
  for (int64_t i = 0; i < count; ++i) {
    const double squared = norms_sq[i];
    const double norm = sqrt(squared) / loss_scale;
    const double clipped = clip / (norm + 1e-6);
    const double factor = clip == 0 || !(clipped < 1.0) ? 1.0 : clipped;
    finite = finite && squared - squared == 0;
    norms[i] = static_cast<float>(norm);
    coefficients[i] = static_cast<float>(factor / loss_scale);
  }
  state[kFoundInf] = finite ? 0 : 1;
  if (finite) state[kAdamStep] += 1;
  if (growth_interval == 0) return;
  state[kGrowthTracker] = finite ? state[kGrowthTracker] + 1 : 0;
  if (!finite) {
    state[kLossScale] = static_cast<float>(loss_scale * backoff);
  } else if (state[kGrowthTracker] >= static_cast<float>(growth_interval)) {
    const float grown = static_cast<float>(loss_scale * growth);
    if (grown - grown == 0) state[kLossScale] = grown;
    state[kGrowthTracker] = 0;
  }
}

__global__ void __launch_bounds__(kThreads)
    adamw_factors_kernel(const DeviceSegment* segments, int64_t count, AdamWScalars scalars, const float* grad_coefficient,
                         const float* state, AdamWFactors* factors) {
  const int64_t s = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (s >= count) return;
  const DeviceSegment segment = segments[s];
  const double adam_step = state[kAdamStep];
  const double correction1 = 1 - pow(scalars.beta1, adam_step), correction2 = 1 - pow(scalars.beta2, adam_step);
  // As tensors of float32 would hold them.
  const double rate = segment.is_last_layer != 0 ? scalars.last_layer_lr : scalars.lr;
  const float lr = static_cast<float>(rate * segment.lr_multiplier);
  const float decay = static_cast<float>(scalars.weight_decay * segment.weight_decay_multiplier);
  factors[s] = {*grad_coefficient, static_cast<float>(1 - static_cast<double>(lr) * decay),
                static_cast<float>(lr / correction1), static_cast<float>(1 / sqrt(correction2))};
}

// Either copy may be null.
template <typename Copy>
__global__ void __launch_bounds__(kThreads)
    adamw_ema_kernel(const DeviceSegment* segments, int64_t segment_count, const AdamWFactors* factors, float beta1,
                     float one_minus_beta1, float beta2, float one_minus_beta2, float eps, float momentum,
                     float one_minus_momentum, const float* state, int64_t count, const float* grad, float* param,
                     float* exp_avg, float* exp_avg_sq, float* teacher, Copy* param_copy, Copy* teacher_copy) {
  const int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (i >= count) return;
  float p = param[i];
  if (state[kFoundInf] == 0) {
    int64_t low = 0, high = segment_count - 1;  // the first that ends behind i
    while (low < high) {
      const int64_t middle = (low + high) / 2;
      if (segments[middle].end > i)
        high = middle;
      else
        low = middle + 1;
    }
    const AdamWFactors f = factors[low];
    const float g = grad[i] * f.grad_coefficient;
    const float m = exp_avg[i] * beta1 + g * one_minus_beta1;
    const float v = exp_avg_sq[i] * beta2 + g * g * one_minus_beta2;
    p = p * f.keep - f.step_size * (m / (sqrtf(v) * f.inverse_root_correction + eps));
    exp_avg[i] = m;
    exp_avg_sq[i] = v;
    param[i] = p;
  }
  const float averaged = teacher[i] * momentum + p * one_minus_momentum;
  teacher[i] = averaged;
  if (param_copy != nullptr) set(param_copy[i], p);
  if (teacher_copy != nullptr) set(teacher_copy[i], averaged);
}

}  // namespace

void squared_norm(Stream stream, const float* x, int64_t count, double* parts, float* out) {
  if (count == 0) return;
  const unsigned blocks = static_cast<unsigned>(std::min<int64_t>(blocks_for(count, kThreads * 16), kNormParts));
  LAUNCH(squared_norm_kernel, blocks, kThreads, 0, stream, x, count, parts);
  LAUNCH(add_norm_parts_kernel, 1, kThreads, 0, stream, parts, int64_t{blocks}, out);
}

void optimizer_prepare(Stream stream, float* state, const float* norms_sq, float* norms, float* coefficients, int64_t count,
                       double clip, double growth, double backoff, int64_t growth_interval) {
  LAUNCH(optimizer_prepare_kernel, 1, 1, 0, stream, state, norms_sq, norms, coefficients, count, clip, growth, backoff,
         growth_interval);
}

void adamw_factors(Stream stream, const DeviceSegment* segments, int64_t count, const AdamWScalars& scalars,
                   const float* grad_coefficient, const float* state, AdamWFactors* factors) {
  if (count == 0) return;
  LAUNCH(adamw_factors_kernel, blocks_for(count, kThreads), kThreads, 0, stream, segments, count, scalars, grad_coefficient,
         state, factors);
}

void adamw_ema(Stream stream, const DeviceSegment* segments, int64_t segment_count, const AdamWFactors* factors,
               const AdamWScalars& scalars, const float* state, int64_t count, const float* grad, float* param,
               float* exp_avg, float* exp_avg_sq, float* teacher, const Copies& copies) {
  if (count == 0) return;
  for_type(copies.dtype, [&](auto number) {
    using Copy = decltype(number);
    LAUNCH(adamw_ema_kernel<Copy>, blocks_for(count, kThreads), kThreads, 0, stream, segments, segment_count, factors,
           static_cast<float>(scalars.beta1), static_cast<float>(1 - scalars.beta1), static_cast<float>(scalars.beta2),
           static_cast<float>(1 - scalars.beta2), static_cast<float>(scalars.eps), static_cast<float>(scalars.momentum),
           static_cast<float>(1 - scalars.momentum), state, count, grad, param, exp_avg, exp_avg_sq, teacher,
           static_cast<Copy*>(copies.param), static_cast<Copy*>(copies.teacher));
  });
}

}  // namespace dinofleet::cuda
