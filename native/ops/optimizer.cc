// The update: a norm, a decision over all submodules, and one fused pass over a shard. All scalars between them stay in
// tensors, as on a device that the host must not wait for.
#include <string>
#include <utility>

#include "napi/opaque.h"
#include "ops/ops.h"

namespace dinofleet {
namespace {

Napi::Value squared_norm(const Args& args, Backend& backend) {
  const Tensor x = args.tensor(0, "x").float32().rank(1);
  const Tensor out = args.tensor(1, "out").float32().shape({1});
  backend.squared_norm(x, out);
  return args.env().Undefined();
}

Napi::Value optimizer_prepare(const Args& args, Backend& backend) {
  const Tensor state = args.tensor(0, "state").float32().shape({kOptimizerStateSize});
  const Tensor norms_sq = args.tensor(1, "normsSq").float32().rank(1);
  const Tensor norms = args.tensor(2, "norms").float32().shape({norms_sq.numel()});
  const Tensor coefficients = args.tensor(3, "coefficients").float32().shape({norms_sq.numel()});
  const double clip = args.number_from_0(4, "clip");
  const double growth = args.number(5, "growth");
  const double backoff = args.number(6, "backoff");
  const int64_t growth_interval = args.integer(7, "growthInterval", 0);
  backend.optimizer_prepare(state, norms_sq, norms, coefficients, clip, {growth, backoff, growth_interval});
  return args.env().Undefined();
}

constexpr napi_type_tag kSegmentsTag = {0x64696e6f666c6565ULL, 0x7365676d656e7401ULL};

Napi::Value segments(const Args& args, Backend& backend) {
  const auto ends = args.field(0, "ends").array<int32_t>("an Int32Array");
  const size_t count = ends.size();
  const auto as_many = [count](const char* type) {
    return std::string(type) + " of " + std::to_string(count) + " elements, as ends has";
  };
  const auto lr = args.field(1, "lrMultipliers").array<double>(as_many("a Float64Array"), count);
  const auto decay = args.field(2, "weightDecayMultipliers").array<double>(as_many("a Float64Array"), count);
  const auto last_layer = args.field(3, "isLastLayer").array<uint8_t>(as_many("a Uint8Array"), count);
  std::vector<Segment> runs;
  int64_t last = 0;
  for (size_t s = 0; s < count; ++s) {
    const Segment segment{ends[s], lr[s], decay[s], last_layer[s] != 0};
    if (segment.end < last)
      args.fail("argument 0 \"ends\" at " + std::to_string(s) + " is " + std::to_string(segment.end) +
                ", expected ascending ends from " + std::to_string(last) + " on");
    last = segment.end;
    runs.push_back(segment);
  }
  const Napi::Object object = wrap_opaque<Segments>(args.env(), kSegmentsTag, backend.segments(std::move(runs)));
  object.Set("numel", static_cast<double>(last));
  return object;
}

Napi::Value adamw_ema(const Args& args, Backend& backend) {
  const auto shard = [&args](const char* key) { return args.option(0, "shard", key); };
  AdamWUpdate update;
  update.param = shard("param").tensor().float32().rank(1);
  const int64_t n = update.param.numel();
  update.exp_avg = shard("expAvg").tensor().float32().shape({n});
  update.exp_avg_sq = shard("expAvgSq").tensor().float32().shape({n});
  update.teacher = shard("teacher").tensor().float32().shape({n});
  update.grad = shard("grad").tensor().float32().shape({n});
  const auto copy = [&](const char* key) -> std::optional<Tensor> {
    const Field field = shard(key);
    if (field.value().IsNull()) return std::nullopt;
    return field.tensor().dtype(backend.activations).shape({n}).get();
  };
  update.param_copy = copy("paramCopy");
  update.teacher_copy = copy("teacherCopy");
  update.grad_coefficient = shard("gradCoefficient").tensor().float32().shape({1});
  update.state = shard("state").tensor().float32().shape({kOptimizerStateSize});
  const Field segments = shard("segments");
  update.segments = unwrap_opaque<Segments>(segments.value(), kSegmentsTag);
  if (!update.segments) segments.fail("Segments");
  if (update.segments->numel() != n)
    args.fail("argument 0 \"shard.segments\" end at " + std::to_string(update.segments->numel()) + ", expected " +
              std::to_string(n) + ", the number of elements");
  update.lr = shard("lr").number();
  update.last_layer_lr = shard("lastLayerLr").number();
  update.weight_decay = shard("weightDecay").number();
  update.beta1 = shard("beta1").number();
  update.beta2 = shard("beta2").number();
  update.eps = shard("eps").number();
  update.momentum = shard("momentum").number();
  backend.adamw_ema(update);
  return args.env().Undefined();
}

}  // namespace

void define_optimizer(OpExports& ops) {
  ops.define<squared_norm>("squaredNorm");
  ops.define<optimizer_prepare>("optimizerPrepare");
  ops.define<segments>("segments");
  ops.define<adamw_ema>("adamwEma");
}

}  // namespace dinofleet
