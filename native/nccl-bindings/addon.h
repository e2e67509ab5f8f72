// What this addon keeps for a JavaScript environment: each worker thread loads it anew.
#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "nccl-bindings/communicator.h"

namespace dinofleet::nccl {

struct Addon {
  Napi::FunctionReference communicator_class;
  // Within `group`: those that were called, which it waits for.
  std::vector<std::shared_ptr<Communicator>>* group = nullptr;
};

inline Addon& addon(Napi::Env env) { return *env.GetInstanceData<Addon>(); }

// Blocks until NCCL has nothing under way for it, or the thread is being ended. Throws Failure.
void settle(Napi::Env env, Communicator& communicator);
// With the code that index.d.ts names.
Napi::Error to_js(Napi::Env env, const char* name, const Failure& failure);

void init_communicator(Napi::Env env, Napi::Object exports);

}  // namespace dinofleet::nccl
