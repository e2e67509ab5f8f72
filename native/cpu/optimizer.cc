// The update: a norm, a decision over all submodules, and one fused pass over a shard.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "cpu/chunks.h"
#include "cpu/cpu_backend.h"
#include "cpu/vector/optimizer.h"
#include "cpu/vector/sums.h"

namespace dinofleet::cpu {
namespace {

constexpr int64_t kPiece = 16384;  // elements of a shard that a thread takes at once

// The update of each segment.
std::vector<AdamW> updates_of(const AdamWUpdate& u) {
  const double beta1 = u.beta1, beta2 = u.beta2;
  const double adam_step = u.state.data<float>()[kAdamStep];
  const double correction1 = 1 - std::pow(beta1, adam_step);
  const double correction2 = 1 - std::pow(beta2, adam_step);
  std::vector<AdamW> updates;
  for (const Segment& segment : u.segments->runs) {
    // As tensors of float32 would hold them.
    const float lr = static_cast<float>((segment.is_last_layer ? u.last_layer_lr : u.lr) * segment.lr_multiplier);
    const float weight_decay = static_cast<float>(u.weight_decay * segment.weight_decay_multiplier);
    AdamW update;
    update.grad_coefficient = *u.grad_coefficient.data<float>();
    update.keep = static_cast<float>(1 - static_cast<double>(lr) * weight_decay);
    update.beta1 = static_cast<float>(beta1);
    update.one_minus_beta1 = static_cast<float>(1 - beta1);
    update.beta2 = static_cast<float>(beta2);
    update.one_minus_beta2 = static_cast<float>(1 - beta2);
    update.step_size = static_cast<float>(lr / correction1);
    update.inverse_root_correction = static_cast<float>(1 / std::sqrt(correction2));
    update.eps = static_cast<float>(u.eps);
    update.momentum = static_cast<float>(u.momentum);
    update.one_minus_momentum = static_cast<float>(1 - u.momentum);
    updates.push_back(update);
  }
  return updates;
}

}  // namespace

void CpuBackend::squared_norm(const Tensor& x, const Tensor& out) {
  const Chunks chunks(x.numel(), kPiece);
  std::vector<double> parts(static_cast<size_t>(chunks.count()));
  chunks.parallel([&](int64_t chunk, int64_t begin, int64_t end) {
    parts[chunk] = sum_of_squares(x.data<float>() + begin, end - begin);
  });
  float* sum = out.data<float>();
  *sum = static_cast<float>(std::accumulate(parts.begin(), parts.end(), static_cast<double>(*sum)));
}

void CpuBackend::optimizer_prepare(const Tensor& state_tensor, const Tensor& norms_sq, const Tensor& norms,
                                   const Tensor& coefficients, double clip, const LossScaling& scaling) {
  const int64_t count = norms_sq.numel();
  float* state = state_tensor.data<float>();
  const double loss_scale = state[kLossScale];
  bool finite = true;
  for (int64_t i = 0; i < count; ++i) {
    const double squared = norms_sq.data<float>()[i];
    const double norm = std::sqrt(squared) / loss_scale;
    const double factor = clip == 0 ? 1 : std::min(1.0, clip / (norm + 1e-6));
    finite = finite && std::isfinite(squared);
    norms.data<float>()[i] = static_cast<float>(norm);
    coefficients.data<float>()[i] = static_cast<float>(factor / loss_scale);
  }

  state[kFoundInf] = finite ? 0 : 1;
  if (finite) state[kAdamStep] += 1;
  if (scaling.growth_interval == 0) return;
  state[kGrowthTracker] = finite ? state[kGrowthTracker] + 1 : 0;
  if (!finite) {
    state[kLossScale] = static_cast<float>(loss_scale * scaling.backoff);
  } else if (state[kGrowthTracker] >= static_cast<float>(scaling.growth_interval)) {
    const float grown = static_cast<float>(loss_scale * scaling.growth);
    if (std::isfinite(grown)) state[kLossScale] = grown;
    state[kGrowthTracker] = 0;
  }
}

std::shared_ptr<const Segments> CpuBackend::segments(std::vector<Segment> runs) {
  return std::make_shared<const Segments>(std::move(runs));
}

void CpuBackend::adamw_ema(const AdamWUpdate& u) {
  const std::vector<AdamW> updates = updates_of(u);
  const std::vector<Segment>& runs = u.segments->runs;
  const int64_t n = u.param.numel();
  const bool skip = u.state.data<float>()[kFoundInf] != 0;
  Chunks(n, kPiece).parallel([&](int64_t, int64_t begin, int64_t end) {
    size_t s = std::upper_bound(runs.begin(), runs.end(), begin,
                                [](int64_t element, const Segment& segment) { return element < segment.end; }) -
               runs.begin();
    for (int64_t i = begin; i < end; ++s) {
      const int64_t length = std::min(end, runs[s].end) - i;
      const AdamW& update = updates[s];
      if (skip)
        ema(update.momentum, update.one_minus_momentum, length, u.param.data<float>() + i, u.teacher.data<float>() + i);
      else
        cpu::adamw_ema(update, length, u.grad.data<float>() + i, u.param.data<float>() + i, u.exp_avg.data<float>() + i,
                       u.exp_avg_sq.data<float>() + i, u.teacher.data<float>() + i);
      i += length;
    }
  });
  if (u.param_copy) cast(u.param, *u.param_copy);
  if (u.teacher_copy) cast(u.teacher, *u.teacher_copy);
}

}  // namespace dinofleet::cpu
