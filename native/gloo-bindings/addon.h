// What this addon keeps for a JavaScript environment: each worker thread loads it anew.
#pragma once

#include <napi.h>

namespace dinofleet::comm {

struct Addon {
  Napi::FunctionReference operation_class;
};

inline Addon& addon(Napi::Env env) { return *env.GetInstanceData<Addon>(); }

void init_operation(Napi::Env env, Napi::Object exports);
void init_mesh(Napi::Env env, Napi::Object exports);

}  // namespace dinofleet::comm
