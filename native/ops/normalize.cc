// The head's two normalisations: of its features, and of its prototypes.
#include "ops/ops.h"

namespace dinofleet {
namespace {

Napi::Value l2_normalize(const Args& args, Backend& backend) {
  const Tensor x = args.tensor(0, "x").dtype(backend.activations).rank(2);
  const double eps = args.number_from_0(1, "eps");
  const Tensor y = backend.allocate(x.shape, backend.activations);
  const Tensor norm = backend.allocate({x.dim(0)}, DType::kFloat32);
  backend.l2_normalize(x, eps, y, norm);
  Napi::Object out = Napi::Object::New(args.env());
  out.Set("y", wrap(args.env(), y));
  out.Set("norm", wrap(args.env(), norm));
  return out;
}

Napi::Value l2_normalize_backward(const Args& args, Backend& backend) {
  const Tensor dy = args.tensor(0, "dy").dtype(backend.activations).rank(2);
  const Tensor y = args.tensor(1, "y").dtype(backend.activations).shape(dy.shape);
  const Tensor norm = args.tensor(2, "norm").float32().shape({dy.dim(0)});
  const Tensor dx = backend.allocate(dy.shape, backend.activations);
  backend.l2_normalize_backward(dy, y, norm, dx);
  return wrap(args.env(), dx);
}

Napi::Value weight_norm(const Args& args, Backend& backend) {
  const Tensor v = args.tensor(0, "v").dtype(backend.activations).rank(2);
  const Tensor g = args.tensor(1, "g").dtype(backend.activations).shape({v.dim(0), 1});
  const Tensor weight = backend.allocate(v.shape, backend.activations);
  const Tensor norm = backend.allocate({v.dim(0)}, DType::kFloat32);
  backend.weight_norm(v, g, weight, norm);
  Napi::Object out = Napi::Object::New(args.env());
  out.Set("weight", wrap(args.env(), weight));
  out.Set("norm", wrap(args.env(), norm));
  return out;
}

Napi::Value weight_norm_backward(const Args& args, Backend& backend) {
  const Tensor d_weight = args.tensor(0, "dWeight").float32().rank(2);
  const Tensor v = args.tensor(1, "v").dtype(backend.activations).shape(d_weight.shape);
  const Tensor g = args.tensor(2, "g").dtype(backend.activations).shape({v.dim(0), 1});
  const Tensor norm = args.tensor(3, "norm").float32().shape({v.dim(0)});
  const Tensor dv = args.tensor(4, "dV").float32().shape(v.shape);
  const Tensor dg = args.tensor(5, "dG").float32().shape({v.dim(0), 1});
  backend.weight_norm_backward(d_weight, v, g, norm, dv, dg);
  return args.env().Undefined();
}

}  // namespace

void define_normalize(OpExports& ops) {
  ops.define<l2_normalize>("l2Normalize");
  ops.define<l2_normalize_backward>("l2NormalizeBackward");
  ops.define<weight_norm>("weightNorm");
  ops.define<weight_norm_backward>("weightNormBackward");
}

}  // namespace dinofleet
