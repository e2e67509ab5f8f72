// What one of the two addons has besides the other: emulated/extras.cc and extras.cc.
#pragma once

#include <napi.h>

#include <memory>

#include "cuda/runtime.h"

namespace dinofleet::cuda {

extern const Device::Kind kDeviceKind;

// To what `open` returns, and to the addon itself.
void init_extras(Napi::Env env, Napi::Object exports, const std::shared_ptr<Runtime>& runtime);
void init_module_extras(Napi::Env env, Napi::Object exports);

}  // namespace dinofleet::cuda
