// The clock that src/system/monotonic-clock.ts reads.
#pragma once

#include <napi.h>

#include <chrono>

namespace dinofleet {

inline Napi::Number nanoseconds(Napi::Env env, std::chrono::steady_clock::time_point at) {
  const auto since = at.time_since_epoch();
  return Napi::Number::New(env, static_cast<double>(std::chrono::duration_cast<std::chrono::nanoseconds>(since).count()));
}

}  // namespace dinofleet
