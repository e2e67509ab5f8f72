// LayerNorm and the residual stream, with the rows that stochastic depth keeps. Bound by memory: one pass over the rows.
#include <cstring>

#include "cpu/chunks.h"
#include "cpu/components.h"
#include "cpu/rows.h"
#include "cpu/vector/residual.h"
#include "cpu/vector/sums.h"
#include "napi/args.h"

namespace dinofleet::cpu {
namespace {

Napi::Value layer_norm(const Napi::CallbackInfo& info) {
  Args args(info, "layerNorm");
  const Tensor x = args.tensor(0, "x").float32().rank(2);
  const int64_t dim = x.dim(1);
  const Tensor weight = args.tensor(1, "weight").float32().shape({dim});
  const Tensor bias = args.tensor(2, "bias").float32().shape({dim});
  const double eps = args.number_from_0(3, "eps");
  const PickedRows rows = PickedRows::optional(args, 4, "rows", x.dim(0)).without_padding(args, 4, "rows");

  const Tensor y = allocate(info.Env(), {rows.count(), dim}, DType::kFloat32);
  const Tensor mean = allocate(info.Env(), {rows.count()}, DType::kFloat32);
  const Tensor rstd = allocate(info.Env(), {rows.count()}, DType::kFloat32);
  Chunks::of_rows(rows.count()).parallel([&](int64_t, int64_t begin, int64_t end) {
    layer_norm_rows(x.data<float>(), weight.data<float>(), bias.data<float>(), static_cast<float>(eps), rows.data(),
                    begin, end, dim, y.data<float>(), mean.data<float>(), rstd.data<float>());
  });

  Napi::Object out = Napi::Object::New(info.Env());
  out.Set("y", wrap(info.Env(), y));
  out.Set("mean", wrap(info.Env(), mean));
  out.Set("rstd", wrap(info.Env(), rstd));
  return out;
}

Napi::Value layer_norm_backward(const Napi::CallbackInfo& info) {
  Args args(info, "layerNormBackward");
  const Tensor dy = args.tensor(0, "dy").float32().rank(2);
  const int64_t dim = dy.dim(1);
  const Tensor x = args.tensor(1, "x").float32().shape({-1, dim});
  const Tensor weight = args.tensor(2, "weight").float32().shape({dim});
  const Tensor mean = args.tensor(3, "mean").float32().shape({dy.dim(0)});
  const Tensor rstd = args.tensor(4, "rstd").float32().shape({dy.dim(0)});
  const PickedRows rows =
      PickedRows::optional(args, 5, "rows", x.dim(0)).without_padding(args, 5, "rows").distinct(args, 5, "rows");
  args.tensor(0, "dy").shape({rows.count(), dim});
  const Tensor dx = args.tensor(6, "dx").float32().shape(x.shape);
  const Tensor d_weight = args.tensor(7, "dWeight").float32().shape({dim});
  const Tensor d_bias = args.tensor(8, "dBias").float32().shape({dim});

  const Chunks chunks = Chunks::of_rows(rows.count());
  const Tensor weight_parts = allocate(info.Env(), {chunks.count(), dim}, DType::kFloat32);
  const Tensor bias_parts = allocate(info.Env(), {chunks.count(), dim}, DType::kFloat32);
  chunks.parallel([&](int64_t chunk, int64_t begin, int64_t end) {
    layer_norm_backward_rows(dy.data<float>(), x.data<float>(), weight.data<float>(), mean.data<float>(),
                             rstd.data<float>(), rows.data(), begin, end, dim, dx.data<float>(),
                             weight_parts.data<float>() + chunk * dim, bias_parts.data<float>() + chunk * dim);
  });
  add_sum_of_parts(weight_parts.data<float>(), chunks.count(), dim, 0, dim, d_weight.data<float>());
  add_sum_of_parts(bias_parts.data<float>(), chunks.count(), dim, 0, dim, d_bias.data<float>());
  return info.Env().Undefined();
}

std::optional<Tensor> optional_floats(const Args& args, size_t index, const char* name, int64_t size) {
  const std::optional<TensorArg> arg = args.optional_tensor(index, name);
  if (!arg) return std::nullopt;
  return arg->float32().shape({size}).get();
}

float* data_or_null(const std::optional<Tensor>& tensor) { return tensor ? tensor->data<float>() : nullptr; }

// Argument 3 of both directions.
PickedRows residual_rows(const Args& args, int64_t total) {
  return PickedRows::optional(args, 3, "rows", total).without_padding(args, 3, "rows").distinct(args, 3, "rows");
}

Napi::Value add_residual(const Napi::CallbackInfo& info) {
  Args args(info, "addResidual");
  const Tensor x = args.tensor(0, "x").float32().rank(2);
  const int64_t dim = x.dim(1);
  const PickedRows rows = residual_rows(args, x.dim(0));
  const Tensor branch = args.tensor(1, "branch").float32().shape({rows.count(), dim});
  const std::optional<Tensor> gamma = optional_floats(args, 2, "gamma", dim);
  const std::vector<float> scales = rows.scales();

  // For every row of x its row of the branch, -1 for none: out is written once, in order.
  std::vector<int64_t> branch_row(static_cast<size_t>(x.dim(0)), -1);
  for (int64_t r = 0; r < rows.count(); ++r) branch_row[rows[r]] = r;

  const Tensor out = allocate(info.Env(), x.shape, DType::kFloat32);
  Chunks::of_rows(x.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    for (int64_t t = begin; t < end; ++t) {
      const float* in = x.data<float>() + t * dim;
      float* to = out.data<float>() + t * dim;
      const int64_t r = branch_row[t];
      if (r == -1)
        std::memcpy(to, in, dim * sizeof(float));
      else
        add_residual_row(in, branch.data<float>() + r * dim, data_or_null(gamma), scales[r], dim, to);
    }
  });
  return wrap(info.Env(), out);
}

Napi::Value add_residual_backward(const Napi::CallbackInfo& info) {
  Args args(info, "addResidualBackward");
  const Tensor d_out = args.tensor(0, "dOut").float32().rank(2);
  const int64_t dim = d_out.dim(1);
  const PickedRows rows = residual_rows(args, d_out.dim(0));
  const Tensor branch = args.tensor(1, "branch").float32().shape({rows.count(), dim});
  const std::optional<Tensor> gamma = optional_floats(args, 2, "gamma", dim);
  const std::vector<float> scales = rows.scales();
  const std::optional<Tensor> d_gamma = optional_floats(args, 4, "dGamma", dim);
  if (d_gamma && !gamma) args.fail(4, "dGamma", "null where gamma is null");

  const Tensor d_branch = allocate(info.Env(), branch.shape, DType::kFloat32);
  const Chunks chunks = Chunks::of_rows(rows.count());
  const Tensor parts = allocate(info.Env(), {d_gamma ? chunks.count() : 0, dim}, DType::kFloat32);
  chunks.parallel([&](int64_t chunk, int64_t begin, int64_t end) {
    add_residual_backward_rows(d_out.data<float>(), branch.data<float>(), data_or_null(gamma), rows.data(),
                               scales.data(), begin, end, dim, d_branch.data<float>(),
                               d_gamma ? parts.data<float>() + chunk * dim : nullptr);
  });
  if (d_gamma) add_sum_of_parts(parts.data<float>(), chunks.count(), dim, 0, dim, d_gamma->data<float>());
  return wrap(info.Env(), d_branch);
}

Napi::Value gather_rows(const Napi::CallbackInfo& info) {
  Args args(info, "gatherRows");
  const Tensor x = args.tensor(0, "x").float32().rank(2);
  const int64_t dim = x.dim(1);
  const PickedRows rows = PickedRows::of(args, 1, "rows", x.dim(0));
  const Tensor out = allocate(info.Env(), {rows.count(), dim}, DType::kFloat32);
  Chunks::of_rows(rows.count()).parallel([&](int64_t, int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      float* to = out.data<float>() + r * dim;
      if (rows[r] < 0)
        std::fill_n(to, dim, 0.0f);
      else
        std::memcpy(to, x.data<float>() + rows[r] * dim, dim * sizeof(float));
    }
  });
  return wrap(info.Env(), out);
}

Napi::Value scatter_add_rows(const Napi::CallbackInfo& info) {
  Args args(info, "scatterAddRows");
  const Tensor x = args.tensor(0, "x").float32().rank(2);
  const int64_t dim = x.dim(1);
  const Tensor out = args.tensor(2, "out").float32().shape({-1, dim});
  const PickedRows rows = PickedRows::of(args, 1, "rows", out.dim(0)).distinct(args, 1, "rows");
  args.tensor(0, "x").shape({rows.count(), dim});
  Chunks::of_rows(rows.count()).parallel([&](int64_t, int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r)
      if (rows[r] >= 0) add_floats(x.data<float>() + r * dim, dim, out.data<float>() + rows[r] * dim);
  });
  return info.Env().Undefined();
}

Napi::Value add(const Napi::CallbackInfo& info) {
  Args args(info, "add");
  const Tensor dst = args.tensor(0, "dst").float32();
  const Tensor src = args.tensor(1, "src").float32().shape(dst.shape);
  constexpr int64_t kPiece = 16384;
  Chunks(dst.numel(), kPiece).parallel([&](int64_t, int64_t begin, int64_t end) {
    add_floats(src.data<float>() + begin, end - begin, dst.data<float>() + begin);
  });
  return info.Env().Undefined();
}

}  // namespace

void init_residual(Napi::Env env, Napi::Object exports) {
  define<layer_norm>(env, exports, "layerNorm");
  define<layer_norm_backward>(env, exports, "layerNormBackward");
  define<add_residual>(env, exports, "addResidual");
  define<add_residual_backward>(env, exports, "addResidualBackward");
  define<gather_rows>(env, exports, "gatherRows");
  define<scatter_add_rows>(env, exports, "scatterAddRows");
  define<add>(env, exports, "add");
}

}  // namespace dinofleet::cpu
