// Ops as functions of JavaScript, each bound to the backend that computes it.
#pragma once

#include <napi.h>

#include <memory>
#include <optional>
#include <utility>

#include "napi/args.h"
#include "napi/function.h"
#include "ops/backend.h"

namespace dinofleet {

struct BoundOp {
  const char* name;
  std::shared_ptr<Backend> backend;
};

using Op = Napi::Value (*)(const Args& args, Backend& backend);

template <Op op>
Napi::Value call_bound(const Napi::CallbackInfo& info) {
  const BoundOp& bound = *static_cast<const BoundOp*>(info.Data());
  return guard(info, bound.name, [&] { return op(Args(info, bound.name), *bound.backend); });
}

// What the ops of a backend go to, by the names of src/nn/backend.ts.
class OpExports {
 public:
  OpExports(Napi::Object exports, std::shared_ptr<Backend> backend) : exports_(exports), backend_(std::move(backend)) {}

  template <Op op>
  void define(const char* name) {
    auto bound = std::make_unique<BoundOp>(BoundOp{name, backend_});
    Napi::Function function = Napi::Function::New<call_bound<op>>(exports_.Env(), name, bound.get());
    function.AddFinalizer([](Napi::Env, BoundOp* held) { delete held; }, bound.get());
    bound.release();
    exports_.Set(name, function);
  }

 private:
  Napi::Object exports_;
  std::shared_ptr<Backend> backend_;
};

// A tensor that may be null, as backends take it.
class OptionalTensor {
 public:
  OptionalTensor() = default;
  OptionalTensor(std::optional<Tensor> tensor) : tensor_(std::move(tensor)) {}

  explicit operator bool() const { return tensor_.has_value(); }
  const Tensor* get() const { return tensor_ ? &*tensor_ : nullptr; }
  const Tensor* operator->() const { return get(); }

 private:
  std::optional<Tensor> tensor_;
};

}  // namespace dinofleet
