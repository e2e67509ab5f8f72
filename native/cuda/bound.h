// Functions of JavaScript that are bound to the runtime of their backend.
#pragma once

#include <napi.h>

#include <memory>

#include "cuda/runtime.h"
#include "napi/args.h"
#include "napi/function.h"

namespace dinofleet::cuda {

struct Bound {
  const char* name;
  std::shared_ptr<Runtime> runtime;
};

template <Napi::Value (*function)(const Args&, const std::shared_ptr<Runtime>&)>
void define_bound(Napi::Env env, Napi::Object exports, const char* name, const std::shared_ptr<Runtime>& runtime) {
  auto bound = std::make_unique<Bound>(Bound{name, runtime});
  Napi::Function made = Napi::Function::New(
      env,
      [](const Napi::CallbackInfo& info) {
        const Bound& held = *static_cast<const Bound*>(info.Data());
        return guard(info, held.name, [&] { return function(Args(info, held.name), held.runtime); });
      },
      name, bound.get());
  made.AddFinalizer([](Napi::Env, Bound* held) { delete held; }, bound.get());
  bound.release();
  exports.Set(name, made);
}

}  // namespace dinofleet::cuda
