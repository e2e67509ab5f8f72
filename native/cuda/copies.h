// Copies beside the ops, and marks in their order: NativeLanes in src/nn/cuda-backend.ts.
#pragma once

#include <napi.h>

#include <memory>

#include "cuda/runtime.h"

namespace dinofleet::cuda {

void init_copies(Napi::Env env, Napi::Object exports, const std::shared_ptr<Runtime>& runtime);

}  // namespace dinofleet::cuda
