// Copies beside the ops, on a thread of their own: NativeCopies in src/nn/cpu-backend.ts.
#include <string>

#include "cpu/components.h"
#include "napi/args.h"

namespace dinofleet::cpu {
namespace {

Napi::Value start_copy(const Napi::CallbackInfo& info) {
  Args args(info, "startCopy");
  const Tensor src = args.tensor(0, "src");
  const Field dst = args.field(1, "dst");
  const auto to = dst.shared_array<uint8_t>(
      "a Uint8Array of " + std::to_string(src.bytes()) + " elements in shared memory", src.bytes());
  if (src.bytes() == 0) return info.Env().Undefined();
  environment(info.Env()).copies.start(src.storage, src.data<char>(), to.data(), src.bytes(), dst.hold());
  return info.Env().Undefined();
}

Napi::Value finish_copies(const Napi::CallbackInfo& info) {
  environment(info.Env()).copies.finish();
  return info.Env().Undefined();
}

}  // namespace

void init_copies(Napi::Env env, Napi::Object exports) {
  define<start_copy>(env, exports, "startCopy");
  define<finish_copies>(env, exports, "finishCopies");
}

}  // namespace dinofleet::cpu
