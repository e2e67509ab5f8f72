// nccl.node: NCCL's collectives between GPUs. index.d.ts beside this file is its declaration.
#include "nccl-bindings/addon.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <thread>

#include "napi/args.h"
#include "napi/still_running.h"

namespace dinofleet::nccl {
namespace {

// How long a blocked thread sleeps between two looks at NCCL, at first and at most.
constexpr std::chrono::microseconds kFirstPause{5};
constexpr std::chrono::microseconds kLongestPause{1000};

Napi::Value load(const Napi::CallbackInfo& info) {
  const Field path = Args(info, "load").field(0, "path");
  const std::string text = path.string();
  if (text.empty() || text[0] != '/') path.fail("an absolute path");
  return Napi::String::New(info.Env(), load_library(text)->version);
}

Napi::Value unique_id(const Napi::CallbackInfo& info) {
  const auto lib = library();
  UniqueId id;
  const Result result = lib->get_unique_id(&id);
  if (result != kSuccess)
    throw to_js(info.Env(), "uniqueId", Failure(result, std::string("NCCL says: ") + lib->get_error_string(result)));
  auto out = Napi::Uint8Array::New(info.Env(), id.bytes.size());
  std::memcpy(out.Data(), id.bytes.data(), id.bytes.size());
  return out;
}

Napi::Value group(const Napi::CallbackInfo& info) {
  const Args args(info, "group");
  const Field calls = args.field(0, "calls");
  if (!calls.value().IsFunction()) calls.fail("a function");
  if (addon(info.Env()).group != nullptr) args.fail("is called within a group, expected one after the other");
  const auto lib = library();
  std::vector<std::shared_ptr<Communicator>> called;
  lib->group_start();
  addon(info.Env()).group = &called;
  Napi::Error thrown;
  try {
    calls.value().As<Napi::Function>().Call({});
  } catch (const Napi::Error& error) {
    thrown = error;
  }
  addon(info.Env()).group = nullptr;
  try {
    const Result result = end_group(*lib, called);
    if (thrown.IsEmpty()) {
      if (result != kSuccess && result != kInProgress)
        throw Failure(result, std::string("NCCL says: ") + lib->get_error_string(result));
      for (const auto& each : called) settle(info.Env(), *each);
    }
  } catch (const Failure& failure) {
    throw to_js(info.Env(), "group", failure);
  }
  if (!thrown.IsEmpty()) throw thrown;
  return info.Env().Undefined();
}

Napi::Value abort_all_communicators(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), abort_all()); }

}  // namespace

Napi::Object make_exports(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new Addon());
  define<load>(env, exports, "load");
  define<unique_id>(env, exports, "uniqueId");
  define<group>(env, exports, "group");
  define<abort_all_communicators>(env, exports, "abortAll");
  init_communicator(env, exports);
  return exports;
}

void settle(Napi::Env env, Communicator& communicator) {
  auto pause = kFirstPause;
  auto looked = std::chrono::steady_clock::now();
  while (!communicator.settled()) {
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, kLongestPause);
    if (std::chrono::steady_clock::now() - looked < kLook) continue;
    looked = std::chrono::steady_clock::now();
    if (!still_running(env)) return;
  }
}

Napi::Error to_js(Napi::Env env, const char* name, const Failure& failure) {
  Napi::Error error = Napi::Error::New(env, std::string(name) + ": " + failure.what());
  const bool misuse = failure.result == kInvalidArgument || failure.result == kInvalidUsage;
  error.Set("code", misuse ? "NCCL_MISUSE" : "COMM_FAILED");
  return error;
}

}  // namespace dinofleet::nccl

namespace {

Napi::Object init(Napi::Env env, Napi::Object exports) { return dinofleet::nccl::make_exports(env, exports); }

}  // namespace

NODE_API_MODULE(nccl, init)
