// cpu.node: the Backend of src/nn/backend.ts on oneDNN and vector kernels. One init a component.
#include <napi.h>

#include "cpu/components.h"
#include "napi/tensor.h"

namespace {

Napi::Object init(Napi::Env env, Napi::Object exports) {
  using namespace dinofleet;
  init_tensor(env, exports, "cpu");
  cpu::init_describe(env, exports);
  cpu::init_memory(env, exports);
  cpu::init_matmul(env, exports);
  cpu::init_activation(env, exports);
  cpu::init_residual(env, exports);
  cpu::init_attention(env, exports);
  cpu::init_embedding(env, exports);
  cpu::init_normalize(env, exports);
  cpu::init_losses(env, exports);
  cpu::init_centering(env, exports);
  cpu::init_optimizer(env, exports);
  cpu::init_random(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(cpu, init)
