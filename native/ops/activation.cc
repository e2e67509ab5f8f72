// SwiGLU: the gate of a feed-forward layer, SiLU(x1) x2.
#include "ops/ops.h"

namespace dinofleet {
namespace {

Napi::Value swiglu(const Args& args, Backend& backend) {
  const TensorArg x = args.tensor(0, "x").dtype(backend.activations).rank(2);
  if (x.get().dim(1) % 2 != 0) x.fail("an even number of columns");
  const Tensor y = backend.allocate({x.get().dim(0), x.get().dim(1) / 2}, backend.activations);
  backend.swiglu(x, y);
  return wrap(args.env(), y);
}

Napi::Value swiglu_backward(const Args& args, Backend& backend) {
  const Tensor dy = args.tensor(0, "dy").dtype(backend.activations).rank(2);
  const Tensor x = args.tensor(1, "x").dtype(backend.activations).shape({dy.dim(0), 2 * dy.dim(1)});
  const Tensor dx = backend.allocate(x.shape, backend.activations);
  backend.swiglu_backward(dy, x, dx);
  return wrap(args.env(), dx);
}

}  // namespace

void define_activation(OpExports& ops) {
  ops.define<swiglu>("swiglu");
  ops.define<swiglu_backward>("swigluBackward");
}

}  // namespace dinofleet
