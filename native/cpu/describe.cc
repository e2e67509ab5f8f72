// What this machine's CPU has that the backend makes use of: CpuDetails in src/nn/device.ts.
#include <dnnl.h>

#include <string>

#include "cpu/components.h"
#include "cpu/gemm.h"
#include "vector/dispatch.h"
#include "napi/args.h"

namespace dinofleet::cpu {
namespace {

const char* isa_name() {
  switch (best_isa()) {
    case Isa::kAvx512: return "avx512";
    case Isa::kAvx2: return "avx2";
    default: return "baseline";
  }
}

std::string dnnl_isa_name() {
  const dnnl_cpu_isa_t isa = dnnl_get_effective_cpu_isa();
  switch (isa) {
    case dnnl_cpu_isa_sse41: return "sse41";
    case dnnl_cpu_isa_avx: return "avx";
    case dnnl_cpu_isa_avx2: return "avx2";
    case dnnl_cpu_isa_avx2_vnni: return "avx2_vnni";
    case dnnl_cpu_isa_avx512_core: return "avx512_core";
    case dnnl_cpu_isa_avx512_core_vnni: return "avx512_core_vnni";
    case dnnl_cpu_isa_avx512_core_bf16: return "avx512_core_bf16";
    case dnnl_cpu_isa_avx512_core_amx: return "avx512_core_amx";
    default: return "unnamed (" + std::to_string(static_cast<int>(isa)) + ")";
  }
}

Napi::Value describe(const Napi::CallbackInfo& info) {
  const dnnl_version_t* version = dnnl_version();
  Napi::Object out = Napi::Object::New(info.Env());
  out.Set("isa", isa_name());
  out.Set("dnnlVersion", std::to_string(version->major) + "." + std::to_string(version->minor) + "." +
                             std::to_string(version->patch));
  out.Set("dnnlIsa", dnnl_isa_name());
  out.Set("bf16", has_bf16());
  return out;
}

}  // namespace

void init_describe(Napi::Env env, Napi::Object exports) { define<describe>(env, exports, "describe"); }

}  // namespace dinofleet::cpu
