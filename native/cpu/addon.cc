// cpu.node: what the CPU offers, and the Backend of src/nn/backend.ts on oneDNN and vector kernels. One init a component.
#include <napi.h>

#include "cpu/components.h"
#include "cpu/gemm.h"
#include "napi/args.h"
#include "napi/rows.h"

namespace {

using namespace dinofleet;

// The ops for one compute type, which is what products round their factors to.
Napi::Value open(const Napi::CallbackInfo& info) {
  Args args(info, "open");
  const DType compute = args.dtype(0, "compute");
  if (compute != DType::kFloat32 && compute != DType::kBFloat16) args.fail(0, "compute", "float32 or bfloat16");
  if (compute == DType::kBFloat16 && !cpu::has_bf16())
    args.fail("this CPU does not multiply bfloat16 by itself (AVX512-BF16 or AMX), expected float32");
  const Napi::Env env = info.Env();
  Napi::Object ops = Napi::Object::New(env);
  cpu::init_memory(env, ops);
  init_rows(env, ops);
  cpu::init_matmul(env, ops, compute);
  cpu::init_activation(env, ops);
  cpu::init_residual(env, ops);
  cpu::init_attention(env, ops);
  cpu::init_embedding(env, ops);
  cpu::init_normalize(env, ops);
  cpu::init_losses(env, ops);
  cpu::init_centering(env, ops);
  cpu::init_optimizer(env, ops);
  cpu::init_random(env, ops);
  return ops;
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  init_tensor(env, Device{});
  cpu::init_describe(env, exports);
  define<open>(env, exports, "open");
  return exports;
}

}  // namespace

NODE_API_MODULE(cpu, init)
