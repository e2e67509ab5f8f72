// SwiGLU: the gate of a feed-forward layer, SiLU(x1) x2. Bound by memory.
#include "cpu/chunks.h"
#include "cpu/components.h"
#include "cpu/vector/activation.h"
#include "napi/args.h"

namespace dinofleet::cpu {
namespace {

Napi::Value swiglu(const Napi::CallbackInfo& info) {
  Args args(info, "swiglu");
  const Tensor x = args.tensor(0, "x").float32().rank(2);
  if (x.dim(1) % 2 != 0) args.tensor(0, "x").fail("an even number of columns");
  const int64_t hidden = x.dim(1) / 2;
  Tensor y = allocate(info.Env(), {x.dim(0), hidden}, DType::kFloat32);
  Chunks::of_rows(x.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    swiglu_rows(x.data<float>(), begin, end, hidden, y.data<float>());
  });
  return wrap(info.Env(), y);
}

Napi::Value swiglu_backward(const Napi::CallbackInfo& info) {
  Args args(info, "swigluBackward");
  const Tensor dy = args.tensor(0, "dy").float32().rank(2);
  const int64_t hidden = dy.dim(1);
  const Tensor x = args.tensor(1, "x").float32().shape({dy.dim(0), 2 * hidden});
  Tensor dx = allocate(info.Env(), x.shape, DType::kFloat32);
  Chunks::of_rows(dy.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    swiglu_backward_rows(dy.data<float>(), x.data<float>(), begin, end, hidden, dx.data<float>());
  });
  return wrap(info.Env(), dx);
}

}  // namespace

void init_activation(Napi::Env env, Napi::Object exports) {
  define<swiglu>(env, exports, "swiglu");
  define<swiglu_backward>(env, exports, "swigluBackward");
}

}  // namespace dinofleet::cpu
