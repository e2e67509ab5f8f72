// LayerNorm, the residual stream, and rows by number.
#include "ops/ops.h"

namespace dinofleet {
namespace {

Napi::Value layer_norm(const Args& args, Backend& backend) {
  const Tensor x = args.tensor(0, "x").dtype(backend.residual).rank(2);
  const int64_t dim = x.dim(1);
  const Tensor weight = args.tensor(1, "weight").dtype(backend.activations).shape({dim});
  const Tensor bias = args.tensor(2, "bias").dtype(backend.activations).shape({dim});
  const double eps = args.number_from_0(3, "eps");
  const PickedRows rows = PickedRows::optional(args, 4, "rows", x.dim(0)).without_padding(args, 4, "rows");

  const Tensor y = backend.allocate({rows.count(), dim}, backend.activations);
  const Tensor mean = backend.allocate({rows.count()}, DType::kFloat32);
  const Tensor rstd = backend.allocate({rows.count()}, DType::kFloat32);
  backend.layer_norm(x, weight, bias, eps, rows, y, mean, rstd);
  Napi::Object out = Napi::Object::New(args.env());
  out.Set("y", wrap(args.env(), y));
  out.Set("mean", wrap(args.env(), mean));
  out.Set("rstd", wrap(args.env(), rstd));
  return out;
}

Napi::Value layer_norm_backward(const Args& args, Backend& backend) {
  const TensorArg dy = args.tensor(0, "dy").dtype(backend.activations).rank(2);
  const int64_t count = dy.get().dim(0), dim = dy.get().dim(1);
  const Tensor x = args.tensor(1, "x").dtype(backend.residual).shape({-1, dim});
  const Tensor weight = args.tensor(2, "weight").dtype(backend.activations).shape({dim});
  const Tensor mean = args.tensor(3, "mean").float32().shape({count});
  const Tensor rstd = args.tensor(4, "rstd").float32().shape({count});
  const PickedRows rows =
      PickedRows::optional(args, 5, "rows", x.dim(0)).without_padding(args, 5, "rows").distinct(args, 5, "rows");
  dy.shape({rows.count(), dim});
  const Tensor dx = args.tensor(6, "dx").dtype(backend.residual).shape(x.shape);
  const Tensor d_weight = args.tensor(7, "dWeight").float32().shape({dim});
  const Tensor d_bias = args.tensor(8, "dBias").float32().shape({dim});
  backend.layer_norm_backward(dy, x, weight, mean, rstd, rows, dx, d_weight, d_bias);
  return args.env().Undefined();
}

OptionalTensor optional_vector(const Args& args, size_t index, const char* name, DType dtype, int64_t size) {
  const std::optional<TensorArg> arg = args.optional_tensor(index, name);
  if (!arg) return {};
  return {arg->dtype(dtype).shape({size}).get()};
}

// Argument 3 of both directions.
PickedRows residual_rows(const Args& args, int64_t total) {
  return PickedRows::optional(args, 3, "rows", total).without_padding(args, 3, "rows").distinct(args, 3, "rows");
}

Napi::Value add_residual(const Args& args, Backend& backend) {
  const Tensor x = args.tensor(0, "x").dtype(backend.residual).rank(2);
  const int64_t dim = x.dim(1);
  const PickedRows rows = residual_rows(args, x.dim(0));
  const Tensor branch = args.tensor(1, "branch").dtype(backend.activations).shape({rows.count(), dim});
  const OptionalTensor gamma = optional_vector(args, 2, "gamma", backend.activations, dim);
  const Tensor out = backend.allocate(x.shape, backend.residual);
  backend.add_residual(x, branch, gamma.get(), rows, out);
  return wrap(args.env(), out);
}

Napi::Value add_residual_backward(const Args& args, Backend& backend) {
  const Tensor d_out = args.tensor(0, "dOut").dtype(backend.residual).rank(2);
  const int64_t dim = d_out.dim(1);
  const PickedRows rows = residual_rows(args, d_out.dim(0));
  const Tensor branch = args.tensor(1, "branch").dtype(backend.activations).shape({rows.count(), dim});
  const OptionalTensor gamma = optional_vector(args, 2, "gamma", backend.activations, dim);
  const OptionalTensor d_gamma = optional_vector(args, 4, "dGamma", DType::kFloat32, dim);
  if (d_gamma && !gamma) args.fail(4, "dGamma", "null where gamma is null");
  const Tensor d_branch = backend.allocate(branch.shape, backend.activations);
  backend.add_residual_backward(d_out, branch, gamma.get(), rows, d_gamma.get(), d_branch);
  return wrap(args.env(), d_branch);
}

// Activations or the residual stream.
TensorArg stream(const Args& args, Backend& backend, size_t index, const char* name) {
  const TensorArg arg = args.tensor(index, name);
  return arg.get().dtype == backend.residual ? arg : arg.dtype(backend.activations);
}

Napi::Value gather_rows(const Args& args, Backend& backend) {
  const Tensor x = stream(args, backend, 0, "x").rank(2);
  const PickedRows rows = PickedRows::of(args, 1, "rows", x.dim(0));
  const Tensor out = backend.allocate({rows.count(), x.dim(1)}, x.dtype);
  backend.gather_rows(x, rows, out);
  return wrap(args.env(), out);
}

Napi::Value scatter_add_rows(const Args& args, Backend& backend) {
  const TensorArg x = stream(args, backend, 0, "x").rank(2);
  const int64_t dim = x.get().dim(1);
  const Tensor out = args.tensor(2, "out").dtype(x.get().dtype).shape({-1, dim});
  const PickedRows rows = PickedRows::of(args, 1, "rows", out.dim(0)).distinct(args, 1, "rows");
  x.shape({rows.count(), dim});
  backend.scatter_add_rows(x, rows, out);
  return args.env().Undefined();
}

Napi::Value add(const Args& args, Backend& backend) {
  const Tensor dst = stream(args, backend, 0, "dst");
  const Tensor src = args.tensor(1, "src").dtype(dst.dtype).shape(dst.shape);
  backend.add(dst, src);
  return args.env().Undefined();
}

}  // namespace

void define_residual(OpExports& ops) {
  ops.define<layer_norm>("layerNorm");
  ops.define<layer_norm_backward>("layerNormBackward");
  ops.define<add_residual>("addResidual");
  ops.define<add_residual_backward>("addResidualBackward");
  ops.define<gather_rows>("gatherRows");
  ops.define<scatter_add_rows>("scatterAddRows");
  ops.define<add>("add");
}

}  // namespace dinofleet
