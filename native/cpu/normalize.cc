// The head's two normalisations: of its features, and of its prototypes.
#include "cpu/chunks.h"
#include "cpu/components.h"
#include "cpu/vector/normalize.h"
#include "napi/args.h"

namespace dinofleet::cpu {
namespace {

Napi::Value l2_normalize(const Napi::CallbackInfo& info) {
  Args args(info, "l2Normalize");
  const Tensor x = args.tensor(0, "x").float32().rank(2);
  const double eps = args.number_from_0(1, "eps");
  const Tensor y = allocate(info.Env(), x.shape, DType::kFloat32);
  const Tensor norm = allocate(info.Env(), {x.dim(0)}, DType::kFloat32);
  Chunks::of_rows(x.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    l2_normalize_rows(x.data<float>(), static_cast<float>(eps), begin, end, x.dim(1), y.data<float>(),
                      norm.data<float>());
  });
  Napi::Object out = Napi::Object::New(info.Env());
  out.Set("y", wrap(info.Env(), y));
  out.Set("norm", wrap(info.Env(), norm));
  return out;
}

Napi::Value l2_normalize_backward(const Napi::CallbackInfo& info) {
  Args args(info, "l2NormalizeBackward");
  const Tensor dy = args.tensor(0, "dy").float32().rank(2);
  const Tensor y = args.tensor(1, "y").float32().shape(dy.shape);
  const Tensor norm = args.tensor(2, "norm").float32().shape({dy.dim(0)});
  const Tensor dx = allocate(info.Env(), dy.shape, DType::kFloat32);
  Chunks::of_rows(dy.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    l2_normalize_backward_rows(dy.data<float>(), y.data<float>(), norm.data<float>(), begin, end, dy.dim(1),
                               dx.data<float>());
  });
  return wrap(info.Env(), dx);
}

Napi::Value weight_norm(const Napi::CallbackInfo& info) {
  Args args(info, "weightNorm");
  const Tensor v = args.tensor(0, "v").float32().rank(2);
  const Tensor g = args.tensor(1, "g").float32().shape({v.dim(0), 1});
  const Tensor weight = allocate(info.Env(), v.shape, DType::kFloat32);
  const Tensor norm = allocate(info.Env(), {v.dim(0)}, DType::kFloat32);
  Chunks::of_rows(v.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    weight_norm_rows(v.data<float>(), g.data<float>(), begin, end, v.dim(1), weight.data<float>(), norm.data<float>());
  });
  Napi::Object out = Napi::Object::New(info.Env());
  out.Set("weight", wrap(info.Env(), weight));
  out.Set("norm", wrap(info.Env(), norm));
  return out;
}

Napi::Value weight_norm_backward(const Napi::CallbackInfo& info) {
  Args args(info, "weightNormBackward");
  const Tensor d_weight = args.tensor(0, "dWeight").float32().rank(2);
  const Tensor v = args.tensor(1, "v").float32().shape(d_weight.shape);
  const Tensor g = args.tensor(2, "g").float32().shape({v.dim(0), 1});
  const Tensor norm = args.tensor(3, "norm").float32().shape({v.dim(0)});
  const Tensor dv = args.tensor(4, "dV").float32().shape(v.shape);
  const Tensor dg = args.tensor(5, "dG").float32().shape({v.dim(0), 1});
  Chunks::of_rows(v.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    weight_norm_backward_rows(d_weight.data<float>(), v.data<float>(), g.data<float>(), norm.data<float>(), begin, end,
                              v.dim(1), dv.data<float>(), dg.data<float>());
  });
  return info.Env().Undefined();
}

}  // namespace

void init_normalize(Napi::Env env, Napi::Object exports) {
  define<l2_normalize>(env, exports, "l2Normalize");
  define<l2_normalize_backward>(env, exports, "l2NormalizeBackward");
  define<weight_norm>(env, exports, "weightNorm");
  define<weight_norm_backward>(env, exports, "weightNormBackward");
}

}  // namespace dinofleet::cpu
