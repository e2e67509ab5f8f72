// Matrix products.
#include "ops/ops.h"

namespace dinofleet {
namespace {

OptionalTensor optional_vector(const Args& args, size_t index, const char* name, DType dtype, int64_t size) {
  const std::optional<TensorArg> arg = args.optional_tensor(index, name);
  if (!arg) return {};
  return {arg->dtype(dtype).shape({size}).get()};
}

// The arguments x, weight and bias, and the shape of their product.
struct Linear {
  Tensor x, weight;
  OptionalTensor bias;
  Shape shape;

  Linear(const Args& args, DType dtype) {
    x = args.tensor(0, "x").dtype(dtype).rank(2);
    weight = args.tensor(1, "weight").dtype(dtype).shape({-1, x.dim(1)});
    bias = optional_vector(args, 2, "bias", dtype, weight.dim(0));
    shape = {x.dim(0), weight.dim(0)};
  }
};

Napi::Value linear(const Args& args, Backend& backend) {
  const Linear given(args, backend.activations);
  const Tensor y = backend.allocate(given.shape, backend.activations);
  backend.linear(given.x, given.weight, given.bias.get(), y);
  return wrap(args.env(), y);
}

Napi::Value linear_gelu(const Args& args, Backend& backend) {
  const Linear given(args, backend.activations);
  const Tensor y = backend.allocate(given.shape, backend.activations);
  const Tensor pre = backend.allocate(given.shape, backend.activations);
  backend.linear_gelu(given.x, given.weight, given.bias.get(), y, pre);
  Napi::Object out = Napi::Object::New(args.env());
  out.Set("y", wrap(args.env(), y));
  out.Set("pre", wrap(args.env(), pre));
  return out;
}

Napi::Value linear_backward_input(const Args& args, Backend& backend) {
  const Tensor dy = args.tensor(0, "dy").dtype(backend.activations).rank(2);
  const Tensor weight = args.tensor(1, "weight").dtype(backend.activations).shape({dy.dim(1), -1});
  const Tensor dx = backend.allocate({dy.dim(0), weight.dim(1)}, backend.activations);
  backend.linear_backward_input(dy, weight, dx);
  return wrap(args.env(), dx);
}

Napi::Value linear_backward_input_gelu(const Args& args, Backend& backend) {
  const Tensor dy = args.tensor(0, "dy").dtype(backend.activations).rank(2);
  const Tensor weight = args.tensor(1, "weight").dtype(backend.activations).shape({dy.dim(1), -1});
  const Tensor pre = args.tensor(2, "pre").dtype(backend.activations).shape({dy.dim(0), weight.dim(1)});
  const Tensor dx = backend.allocate(pre.shape, backend.activations);
  backend.linear_backward_input_gelu(dy, weight, pre, dx);
  return wrap(args.env(), dx);
}

Napi::Value linear_backward_weight(const Args& args, Backend& backend) {
  const Tensor dy = args.tensor(0, "dy").dtype(backend.activations).rank(2);
  const Tensor x = args.tensor(1, "x").dtype(backend.activations).shape({dy.dim(0), -1});
  const Tensor d_weight = args.tensor(2, "dWeight").float32().shape({dy.dim(1), x.dim(1)});
  const OptionalTensor d_bias = optional_vector(args, 3, "dBias", DType::kFloat32, dy.dim(1));
  backend.linear_backward_weight(dy, x, d_weight, d_bias.get());
  return args.env().Undefined();
}

// A (1 + n, D) position embedding, and for each of its patches one row of an interpolation, or one column.
TensorArg positions_of(const Args& args, size_t index, const char* name, DType dtype, int64_t patches, int64_t dim) {
  return args.tensor(index, name).dtype(dtype).shape({1 + patches, dim});
}

Napi::Value interpolate_positions(const Args& args, Backend& backend) {
  const Tensor matrix = args.tensor(0, "matrix").float32().rank(2);
  const Tensor positions = positions_of(args, 1, "positions", backend.activations, matrix.dim(1), -1);
  const Tensor out = backend.allocate({1 + matrix.dim(0), positions.dim(1)}, backend.activations);
  backend.interpolate_positions(matrix, positions, out);
  return wrap(args.env(), out);
}

Napi::Value interpolate_positions_backward(const Args& args, Backend& backend) {
  const TensorArg d_out = args.tensor(0, "dOut").float32().rank(2);
  const Tensor matrix = args.tensor(1, "matrix").float32().rank(2);
  const int64_t dim = d_out.get().dim(1);
  d_out.shape({1 + matrix.dim(0), dim});
  const Tensor d_positions = positions_of(args, 2, "dPositions", DType::kFloat32, matrix.dim(1), dim);
  backend.interpolate_positions_backward(d_out, matrix, d_positions);
  return args.env().Undefined();
}

}  // namespace

void define_matmul(OpExports& ops) {
  ops.define<linear>("linear");
  ops.define<linear_gelu>("linearGelu");
  ops.define<linear_backward_input>("linearBackwardInput");
  ops.define<linear_backward_input_gelu>("linearBackwardInputGelu");
  ops.define<linear_backward_weight>("linearBackwardWeight");
  ops.define<interpolate_positions>("interpolatePositions");
  ops.define<interpolate_positions_backward>("interpolatePositionsBackward");
}

}  // namespace dinofleet
