// For tests: what the device was asked for, and the order in which threads of a block run.
#include "cuda/extras.h"

#include <string>

#include "cuda/emulated/cuda_on_cpu.h"
#include "cuda/emulated/log.h"
#include "napi/args.h"

namespace dinofleet::cuda {
namespace {

const char* name_of(LogEntry::Kind kind) {
  switch (kind) {
    case LogEntry::Kind::kOp: return "op";
    case LogEntry::Kind::kRecord: return "record";
    case LogEntry::Kind::kWait: return "wait";
    case LogEntry::Kind::kHostWait: return "hostWait";
  }
  return "unknown";
}

Napi::Array to_js(Napi::Env env, const std::vector<Range>& ranges) {
  Napi::Array out = Napi::Array::New(env, ranges.size());
  for (uint32_t i = 0; i < ranges.size(); ++i) {
    Napi::Object range = Napi::Object::New(env);
    range.Set("start", static_cast<double>(reinterpret_cast<uintptr_t>(ranges[i].data)));
    range.Set("bytes", static_cast<double>(ranges[i].bytes));
    out.Set(i, range);
  }
  return out;
}

Napi::Value take_log(const Napi::CallbackInfo& info) {
  auto& runtime = *static_cast<std::shared_ptr<Runtime>*>(info.Data());
  const std::vector<LogEntry> entries = log_of(*runtime).take();
  Napi::Array out = Napi::Array::New(info.Env(), entries.size());
  for (uint32_t i = 0; i < entries.size(); ++i) {
    const LogEntry& entry = entries[i];
    Napi::Object object = Napi::Object::New(info.Env());
    object.Set("kind", name_of(entry.kind));
    object.Set("lane", cuda::name_of(entry.lane));
    object.Set("op", entry.op);
    object.Set("event", static_cast<double>(entry.event));
    object.Set("reads", to_js(info.Env(), entry.reads));
    object.Set("writes", to_js(info.Env(), entry.writes));
    out.Set(i, object);
  }
  return out;
}

Napi::Value set_thread_order(const Napi::CallbackInfo& info) {
  const Args args(info, "setThreadOrder");
  emulated::set_thread_order(static_cast<unsigned>(args.integer(0, "order", 0, UINT32_MAX)));
  return info.Env().Undefined();
}

Napi::Value break_this_device(const Napi::CallbackInfo& info) {
  break_device(**static_cast<std::shared_ptr<Runtime>*>(info.Data()));
  return info.Env().Undefined();
}

template <Napi::Value (*function)(const Napi::CallbackInfo&)>
void define_of_device(Napi::Env env, Napi::Object exports, const char* name, const std::shared_ptr<Runtime>& runtime) {
  auto held = std::make_unique<std::shared_ptr<Runtime>>(runtime);
  Napi::Function made = Napi::Function::New<function>(env, name, held.get());
  made.AddFinalizer([](Napi::Env, std::shared_ptr<Runtime>* done) { delete done; }, held.get());
  held.release();
  exports.Set(name, made);
}

}  // namespace

const Device::Kind kDeviceKind = Device::Kind::kEmulatedCuda;

void init_extras(Napi::Env env, Napi::Object exports, const std::shared_ptr<Runtime>& runtime) {
  define_of_device<take_log>(env, exports, "takeLog", runtime);
  define_of_device<break_this_device>(env, exports, "breakDevice", runtime);
}

void init_module_extras(Napi::Env env, Napi::Object exports) { define<set_thread_order>(env, exports, "setThreadOrder"); }

}  // namespace dinofleet::cuda
