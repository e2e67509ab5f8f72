#include "gloo-bindings/operation_object.h"

#include <utility>

#include "gloo-bindings/addon.h"
#include "napi/field.h"
#include "napi/nanoseconds.h"
#include "napi/still_running.h"
#include "napi/tagged.h"

namespace dinofleet::comm {
namespace {

constexpr napi_type_tag kOperationTag = {0x64696e6f666c6565ULL, 0x6f7065726174696fULL};

class OperationObject : public Napi::ObjectWrap<OperationObject> {
 public:
  struct Made {
    std::shared_ptr<Operation> operation;
    std::shared_ptr<Traffic> traffic;
    Napi::ObjectReference owner;
  };

  static Napi::Function define(Napi::Env env) {
    const Napi::Function operation_class =
        DefineClass(env, "Operation",
                    {InstanceMethod<&OperationObject::wait>("wait"), InstanceMethod<&OperationObject::ran>("ran")});
    operation_class.Get("prototype").As<Napi::Object>().DefineProperty(
        Napi::PropertyDescriptor::Accessor<&OperationObject::done>("done"));
    return operation_class;
  }

  explicit OperationObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<OperationObject>(info) {
    Made* made = Offer<Made>::take();
    if (made == nullptr)
      throw Napi::TypeError::New(info.Env(), "Operation: start one with a collective of a Mesh");
    made_ = std::move(*made);
    set_tag(info.This(), kOperationTag);
  }

  static Napi::Object make(Napi::Env env, Made made) {
    const Offer offer(made);
    return addon(env).operation_class.New({});
  }

 private:
  Napi::Value wait(const Napi::CallbackInfo& info) {
    const auto start = std::chrono::steady_clock::now();
    while (!made_.operation->wait_for(kLook))
      if (!still_running(info.Env())) return {};
    made_.traffic->wait_nanoseconds +=
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - start).count();
    if (const std::string error = made_.operation->error(); !error.empty()) throw comm_error(info.Env(), error);
    return info.Env().Undefined();
  }

  Napi::Value ran(const Napi::CallbackInfo& info) {
    const auto interval = made_.operation->ran();
    if (!interval) return info.Env().Null();
    Napi::Object out = Napi::Object::New(info.Env());
    out.Set("startNs", nanoseconds(info.Env(), interval->start));
    out.Set("endNs", nanoseconds(info.Env(), interval->end));
    return out;
  }

  static Napi::Value done(const Napi::CallbackInfo& info) {
    if (!has_tag(info.This(), kOperationTag))
      throw Napi::TypeError::New(info.Env(), "done: \"this\" is " + describe(info.This()) + ", expected an Operation");
    return Napi::Boolean::New(info.Env(), Unwrap(info.This().As<Napi::Object>())->made_.operation->done());
  }

  Made made_;
};

}  // namespace

Napi::Error comm_error(Napi::Env env, const std::string& message) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Set("code", "COMM_FAILED");
  return error;
}

Napi::Object wrap_operation(Napi::Object owner, std::shared_ptr<Operation> operation,
                            std::shared_ptr<Traffic> traffic) {
  return OperationObject::make(owner.Env(), {std::move(operation), std::move(traffic), Napi::Persistent(owner)});
}

void init_operation(Napi::Env env, Napi::Object exports) {
  addon(env).operation_class = Napi::Persistent(OperationObject::define(env));
}

}  // namespace dinofleet::comm
