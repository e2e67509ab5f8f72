// For tests: what the device was asked for, and the order in which threads of a block run.
#include "cuda/extras.h"

#include <string>

#include "cuda/bound.h"
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

Napi::Value take_log(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  const std::vector<LogEntry> entries = log_of(*runtime).take();
  Napi::Array out = Napi::Array::New(args.env(), entries.size());
  for (uint32_t i = 0; i < entries.size(); ++i) {
    const LogEntry& entry = entries[i];
    Napi::Object object = Napi::Object::New(args.env());
    object.Set("kind", name_of(entry.kind));
    object.Set("lane", cuda::name_of(entry.lane));
    object.Set("op", entry.op);
    object.Set("event", static_cast<double>(entry.event));
    object.Set("reads", to_js(args.env(), entry.reads));
    object.Set("writes", to_js(args.env(), entry.writes));
    out.Set(i, object);
  }
  return out;
}

Napi::Value set_thread_order(const Napi::CallbackInfo& info) {
  const Args args(info, "setThreadOrder");
  emulated::set_thread_order(static_cast<unsigned>(args.integer(0, "order", 0, UINT32_MAX)));
  return info.Env().Undefined();
}

Napi::Value break_this_device(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  break_device(*runtime);
  return args.env().Undefined();
}

Napi::Value call_algorithm_fastest(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  call_fastest(*runtime, static_cast<uint8_t>(args.integer(0, "algorithm", 0, 1)));
  return args.env().Undefined();
}

}  // namespace

const Device::Kind kDeviceKind = Device::Kind::kEmulatedCuda;

void init_extras(Napi::Env env, Napi::Object exports, const std::shared_ptr<Runtime>& runtime) {
  define_bound<take_log>(env, exports, "takeLog", runtime);
  define_bound<break_this_device>(env, exports, "breakDevice", runtime);
  define_bound<call_algorithm_fastest>(env, exports, "callFastest", runtime);
}

void init_module_extras(Napi::Env env, Napi::Object exports) { define<set_thread_order>(env, exports, "setThreadOrder"); }

}  // namespace dinofleet::cuda
