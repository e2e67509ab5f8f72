// The update: a norm, a decision over all submodules, and one fused pass over a shard. All scalars between them stay in
// tensors, as on a device that the host must not wait for.
#include <cmath>
#include <numeric>
#include <vector>

#include "cpu/chunks.h"
#include "cpu/components.h"
#include "cpu/vector/optimizer.h"
#include "cpu/vector/sums.h"
#include "napi/args.h"
#include "napi/opaque.h"

namespace dinofleet::cpu {
namespace {

// The elements of the state tensor: OptimizerState in src/nn/backend.ts.
enum State { kLossScale, kGrowthTracker, kFoundInf, kAdamStep, kStateSize };

constexpr int64_t kPiece = 16384;  // elements of a shard that a thread takes at once

Napi::Value squared_norm(const Napi::CallbackInfo& info) {
  Args args(info, "squaredNorm");
  const Tensor x = args.tensor(0, "x").float32().rank(1);
  const Tensor out = args.tensor(1, "out").float32().shape({1});
  const Chunks chunks(x.numel(), kPiece);
  std::vector<double> parts(static_cast<size_t>(chunks.count()));
  chunks.parallel([&](int64_t chunk, int64_t begin, int64_t end) {
    parts[chunk] = sum_of_squares(x.data<float>() + begin, end - begin);
  });
  float* sum = out.data<float>();
  *sum = static_cast<float>(std::accumulate(parts.begin(), parts.end(), static_cast<double>(*sum)));
  return info.Env().Undefined();
}

Napi::Value optimizer_prepare(const Napi::CallbackInfo& info) {
  Args args(info, "optimizerPrepare");
  const Tensor state_tensor = args.tensor(0, "state").float32().shape({kStateSize});
  const Tensor norms_sq = args.tensor(1, "normsSq").float32().rank(1);
  const int64_t count = norms_sq.numel();
  const Tensor norms = args.tensor(2, "norms").float32().shape({count});
  const Tensor coefficients = args.tensor(3, "coefficients").float32().shape({count});
  const double clip = args.number_from_0(4, "clip");
  const double growth = args.number(5, "growth");
  const double backoff = args.number(6, "backoff");
  const int64_t growth_interval = args.integer(7, "growthInterval", 0);

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
  if (growth_interval == 0) return info.Env().Undefined();
  state[kGrowthTracker] = finite ? state[kGrowthTracker] + 1 : 0;
  if (!finite) {
    state[kLossScale] = static_cast<float>(loss_scale * backoff);
  } else if (state[kGrowthTracker] >= static_cast<float>(growth_interval)) {
    const float grown = static_cast<float>(loss_scale * growth);
    if (std::isfinite(grown)) state[kLossScale] = grown;
    state[kGrowthTracker] = 0;
  }
  return info.Env().Undefined();
}

constexpr napi_type_tag kSegmentsTag = {0x64696e6f666c6565ULL, 0x7365676d656e7401ULL};

// Runs of a shard's elements that share multipliers.
struct Segment {
  int64_t end;
  double lr_multiplier;
  double weight_decay_multiplier;
  bool is_last_layer;
};
using Segments = std::vector<Segment>;

Napi::Value segments(const Napi::CallbackInfo& info) {
  Args args(info, "segments");
  const auto ends = args.field(0, "ends").array<int32_t>("an Int32Array");
  const size_t count = ends.size();
  const auto as_many = [count](const char* type) {
    return std::string(type) + " of " + std::to_string(count) + " elements, as ends has";
  };
  const auto lr = args.field(1, "lrMultipliers").array<double>(as_many("a Float64Array"), count);
  const auto decay = args.field(2, "weightDecayMultipliers").array<double>(as_many("a Float64Array"), count);
  const auto last_layer = args.field(3, "isLastLayer").array<uint8_t>(as_many("a Uint8Array"), count);
  auto out = std::make_shared<Segments>();
  int64_t last = 0;
  for (size_t s = 0; s < count; ++s) {
    const Segment segment{ends[s], lr[s], decay[s], last_layer[s] != 0};
    if (segment.end < last)
      args.fail("argument 0 \"ends\" at " + std::to_string(s) + " is " + std::to_string(segment.end) +
                ", expected ascending ends from " + std::to_string(last) + " on");
    last = segment.end;
    out->push_back(segment);
  }
  const Napi::Object object = wrap_opaque<Segments>(info.Env(), kSegmentsTag, out);
  object.Set("numel", static_cast<double>(last));
  return object;
}

// The update of each segment.
std::vector<AdamW> updates_of(const Args& args, const Segments& segments, double grad_coefficient, double adam_step) {
  const auto number = [&args](const char* key) { return args.option(0, "shard", key).number(); };
  const double rate = number("lr"), last_layer_rate = number("lastLayerLr"), decay = number("weightDecay");
  const double beta1 = number("beta1"), beta2 = number("beta2");
  const double eps = number("eps");
  const double momentum = number("momentum");
  const double correction1 = 1 - std::pow(beta1, adam_step);
  const double correction2 = 1 - std::pow(beta2, adam_step);
  std::vector<AdamW> updates;
  for (const Segment& segment : segments) {
    // As tensors of float32 would hold them.
    const float lr = static_cast<float>((segment.is_last_layer ? last_layer_rate : rate) * segment.lr_multiplier);
    const float weight_decay = static_cast<float>(decay * segment.weight_decay_multiplier);
    AdamW update;
    update.grad_coefficient = static_cast<float>(grad_coefficient);
    update.keep = static_cast<float>(1 - static_cast<double>(lr) * weight_decay);
    update.beta1 = static_cast<float>(beta1);
    update.one_minus_beta1 = static_cast<float>(1 - beta1);
    update.beta2 = static_cast<float>(beta2);
    update.one_minus_beta2 = static_cast<float>(1 - beta2);
    update.step_size = static_cast<float>(lr / correction1);
    update.inverse_root_correction = static_cast<float>(1 / std::sqrt(correction2));
    update.eps = static_cast<float>(eps);
    update.momentum = static_cast<float>(momentum);
    update.one_minus_momentum = static_cast<float>(1 - momentum);
    updates.push_back(update);
  }
  return updates;
}

Napi::Value adamw_ema_op(const Napi::CallbackInfo& info) {
  Args args(info, "adamwEma");
  const auto shard = [&args](const char* key) { return args.option(0, "shard", key); };
  const Tensor param = shard("param").tensor().float32().rank(1);
  const int64_t n = param.numel();
  const Tensor exp_avg = shard("expAvg").tensor().float32().shape({n});
  const Tensor exp_avg_sq = shard("expAvgSq").tensor().float32().shape({n});
  const Tensor teacher = shard("teacher").tensor().float32().shape({n});
  const Tensor grad = shard("grad").tensor().float32().shape({n});
  const Tensor coefficient = shard("gradCoefficient").tensor().float32().shape({1});
  const Tensor state = shard("state").tensor().float32().shape({kStateSize});
  const Field segments_field = shard("segments");
  const std::shared_ptr<const Segments> segments = unwrap_opaque<Segments>(segments_field.value(), kSegmentsTag);
  if (!segments) segments_field.fail("Segments");
  const int64_t last = segments->empty() ? 0 : segments->back().end;
  if (last != n)
    args.fail("argument 0 \"shard.segments\" end at " + std::to_string(last) + ", expected " + std::to_string(n) +
              ", the number of elements");
  const std::vector<AdamW> updates =
      updates_of(args, *segments, *coefficient.data<float>(), state.data<float>()[kAdamStep]);

  const bool skip = state.data<float>()[kFoundInf] != 0;
  Chunks(n, kPiece).parallel([&](int64_t, int64_t begin, int64_t end) {
    size_t s = std::upper_bound(segments->begin(), segments->end(), begin,
                                [](int64_t element, const Segment& segment) { return element < segment.end; }) -
               segments->begin();
    for (int64_t i = begin; i < end; ++s) {
      const int64_t length = std::min(end, (*segments)[s].end) - i;
      const AdamW& update = updates[s];
      if (skip)
        ema(update.momentum, update.one_minus_momentum, length, param.data<float>() + i, teacher.data<float>() + i);
      else
        adamw_ema(update, length, grad.data<float>() + i, param.data<float>() + i, exp_avg.data<float>() + i,
                  exp_avg_sq.data<float>() + i, teacher.data<float>() + i);
      i += length;
    }
  });
  return info.Env().Undefined();
}

}  // namespace

void init_optimizer(Napi::Env env, Napi::Object exports) {
  define<squared_norm>(env, exports, "squaredNorm");
  define<optimizer_prepare>(env, exports, "optimizerPrepare");
  define<segments>(env, exports, "segments");
  define<adamw_ema_op>(env, exports, "adamwEma");
}

}  // namespace dinofleet::cpu
