// For what blocks a thread of JavaScript: whether that thread is being ended meanwhile.
#pragma once

#include <napi.h>

#include <chrono>

namespace dinofleet {

// How often who blocks asks.
constexpr std::chrono::milliseconds kLook{50};

// False where this environment is being torn down: process.exit() or Worker.terminate() on another thread, which wait for this one.
// Node-API says so only to who tries to call something.
inline bool still_running(Napi::Env env) {
  const auto nothing = [](napi_env, napi_callback_info) -> napi_value { return nullptr; };
  const Napi::HandleScope scope(env);
  napi_value function = nullptr;
  return napi_create_function(env, "nothing", NAPI_AUTO_LENGTH, nothing, nullptr, &function) == napi_ok &&
         napi_call_function(env, env.Undefined(), function, 0, nullptr, nullptr) == napi_ok;
}

}  // namespace dinofleet
