// cpu.node: what the CPU offers, and the Backend of src/nn/backend.ts on oneDNN and vector kernels.
#include <napi.h>

#include <memory>

#include "cpu/components.h"
#include "cpu/cpu_backend.h"
#include "cpu/gemm.h"
#include "napi/args.h"
#include "ops/ops.h"

namespace {

using namespace dinofleet;

// The ops for one compute type, which is what products round their factors to.
Napi::Value open(const Napi::CallbackInfo& info) {
  Args args(info, "open");
  const DType compute = args.dtype(0, "compute");
  if (compute != DType::kFloat32 && compute != DType::kBFloat16) args.fail(0, "compute", "float32 or bfloat16");
  if (compute == DType::kBFloat16 && !cpu::has_bf16())
    args.fail("this CPU does not multiply bfloat16 by itself (AVX512-BF16), expected float32");
  const Napi::Env env = info.Env();
  Napi::Object ops = make_ops(env, std::make_shared<cpu::CpuBackend>(environment(env).pool, compute));
  cpu::init_copies(env, ops);
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
