// Native functions that JavaScript may call as it likes.
#pragma once

#include <napi.h>

#include <exception>
#include <new>
#include <string>

namespace dinofleet {

// Calls what a function or a method is: whatever that throws becomes a JavaScript error that begins with the name, and the process
// lives.
template <typename Call>
Napi::Value guard(const Napi::CallbackInfo& info, const char* name, Call&& call) {
  const auto named = [&](const char* reason) { return Napi::Error::New(info.Env(), std::string(name) + ": " + reason); };
  try {
    return call();
  } catch (const Napi::Error&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw named("out of memory");
  } catch (const std::exception& e) {
    throw named(e.what());
  }
}

// A function whose data is its name.
template <Napi::Value (*op)(const Napi::CallbackInfo&)>
Napi::Value guarded(const Napi::CallbackInfo& info) {
  return guard(info, static_cast<const char*>(info.Data()), [&info] { return op(info); });
}

template <Napi::Value (*op)(const Napi::CallbackInfo&)>
void define(Napi::Env env, Napi::Object exports, const char* name) {
  exports.Set(name, Napi::Function::New<guarded<op>>(env, name, const_cast<char*>(name)));
}

}  // namespace dinofleet
