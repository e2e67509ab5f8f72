// What sources of this addon add to its exports, besides ops.
#pragma once

#include <napi.h>

namespace dinofleet::cpu {

void init_describe(Napi::Env env, Napi::Object exports);
void init_copies(Napi::Env env, Napi::Object exports);

}  // namespace dinofleet::cpu
