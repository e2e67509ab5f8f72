// The teacher's moving centre, which keeps its targets from collapsing.
#include "ops/ops.h"

namespace dinofleet {
namespace {

Napi::Value centered_softmax(const Args& args, Backend& backend) {
  const Tensor logits = args.tensor(0, "logits").float32().rank(2);
  const Tensor center = args.tensor(1, "center").float32().shape({logits.dim(1)});
  const double temperature = args.number_above_0(2, "temperature");
  backend.centered_softmax(logits, center, temperature);
  return args.env().Undefined();
}

Napi::Value center_sums(const Args& args, Backend& backend) {
  const Tensor logits = args.tensor(0, "logits").float32().rank(2);
  const double weight = args.number(1, "weight");
  const Tensor sums = args.tensor(2, "sums").float32().shape({logits.dim(1) + 1});
  backend.center_sums(logits, weight, sums);
  return args.env().Undefined();
}

Napi::Value move_center(const Args& args, Backend& backend) {
  const Tensor center = args.tensor(0, "center").float32().rank(1);
  const Tensor sums = args.tensor(1, "sums").float32().shape({center.dim(0) + 1});
  const double momentum = args.number(2, "momentum");
  backend.move_center(center, sums, momentum);
  return args.env().Undefined();
}

}  // namespace

void define_centering(OpExports& ops) {
  ops.define<centered_softmax>("centeredSoftmax");
  ops.define<center_sums>("centerSums");
  ops.define<move_center>("moveCenter");
}

}  // namespace dinofleet
