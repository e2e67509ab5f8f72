// gloo.node: collectives on Gloo's transport, for plain bytes. index.d.ts beside this file is its declaration.
#include "gloo-bindings/addon.h"

namespace {

Napi::Object init(Napi::Env env, Napi::Object exports) {
  using namespace dinofleet::comm;
  env.SetInstanceData(new Addon());
  init_operation(env, exports);
  init_mesh(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(gloo, init)
