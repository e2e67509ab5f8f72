// Losses, and the targets that Sinkhorn-Knopp makes of the teacher's logits.
#include <string>

#include "ops/ops.h"

namespace dinofleet {
namespace {

Napi::Value softmax_cross_entropy(const Args& args, Backend& backend) {
  const Tensor logits = args.tensor(0, "logits").dtype(backend.activations).rank(2);
  const int64_t rows = logits.dim(0);
  const Tensor targets = args.tensor(1, "targets").float32().shape({-1, logits.dim(1)});
  const PickedRows wanted = PickedRows::of(args, 2, "targetRows", targets.dim(0));
  if (rows == 0 ? wanted.count() != 0 : wanted.count() % rows != 0)
    args.fail("argument 2 \"targetRows\" are " + std::to_string(wanted.count()) + " rows, expected a multiple of the " +
              std::to_string(rows) + " rows of \"logits\"");
  const Tensor weights = args.tensor(3, "weights").float32().shape({rows});
  const double temperature = args.number_above_0(4, "temperature");
  const double grad_factor = args.number(5, "gradFactor");
  const Tensor grad_scale = args.tensor(6, "gradScale").float32().shape({1});
  const Tensor loss = args.tensor(7, "loss").float32().shape({1});
  backend.softmax_cross_entropy(logits, targets, wanted, weights, temperature, grad_factor, grad_scale, loss);
  return args.env().Undefined();
}

Napi::Value sinkhorn_start(const Args& args, Backend& backend) {
  const Tensor logits = args.tensor(0, "logits").float32().rank(2);
  const double temperature = args.number_above_0(1, "temperature");
  const Tensor sums = args.tensor(2, "sums").float32().shape({logits.dim(1)});
  backend.sinkhorn_start(logits, temperature, sums);
  return args.env().Undefined();
}

Napi::Value sinkhorn_iterate(const Args& args, Backend& backend) {
  const Tensor q = args.tensor(0, "q").float32().rank(2);
  const Tensor sums = args.tensor(1, "sums").float32().shape({q.dim(1)});
  const Tensor next_sums = args.tensor(2, "nextSums").float32().shape({q.dim(1)});
  backend.sinkhorn_iterate(q, sums, next_sums);
  return args.env().Undefined();
}

Napi::Value sinkhorn_finish(const Args& args, Backend& backend) {
  const Tensor q = args.tensor(0, "q").float32().rank(2);
  const Tensor sums = args.tensor(1, "sums").float32().shape({q.dim(1)});
  backend.sinkhorn_finish(q, sums);
  return args.env().Undefined();
}

Napi::Value koleo(const Args& args, Backend& backend) {
  const TensorArg x = args.tensor(0, "x").dtype(backend.activations).rank(2);
  if (x.get().dim(1) == 0) x.fail("(B, D) with D at least 1");
  const double weight = args.number(1, "weight");
  const double grad_factor = args.number(2, "gradFactor");
  const Tensor grad_scale = args.tensor(3, "gradScale").float32().shape({1});
  const Tensor dx = args.tensor(4, "dx").dtype(backend.activations).shape(x.get().shape);
  const Tensor loss = args.tensor(5, "loss").float32().shape({1});
  if (x.get().dim(0) > 0) backend.koleo(x, weight, grad_factor, grad_scale, dx, loss);
  return args.env().Undefined();
}

}  // namespace

void define_losses(OpExports& ops) {
  ops.define<softmax_cross_entropy>("softmaxCrossEntropy");
  ops.define<sinkhorn_start>("sinkhornStart");
  ops.define<sinkhorn_iterate>("sinkhornIterate");
  ops.define<sinkhorn_finish>("sinkhornFinish");
  ops.define<koleo>("koleo");
}

}  // namespace dinofleet
