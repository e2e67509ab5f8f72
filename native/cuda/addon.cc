// cuda.node and cuda-emulated.node: the Backend of src/nn/backend.ts on a GPU, or on what stands for one.
#include <napi.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "cuda/bound.h"
#include "cuda/copies.h"
#include "cuda/cuda_backend.h"
#include "cuda/device_pool.h"
#include "cuda/extras.h"
#include "napi/args.h"
#include "ops/ops.h"

namespace {

using namespace dinofleet;
using namespace dinofleet::cuda;

// A thread of JavaScript has one device, whose memory all its backends share.
struct OpenDevice {
  std::shared_ptr<Runtime> runtime;
  std::shared_ptr<DevicePool> pool;
};

// What needs no library is given none.
Libraries libraries_of(const Args& args) {
  const Field libraries = args.field(3, "libraries");
  if (libraries.value().IsUndefined()) return {};
  return {libraries["cublasLt"].string(),       libraries["cudnn"].string(),  libraries["nvrtc"].string(),
          libraries["nvrtcBuiltins"].string(), libraries["cudart"].string(), libraries["plans"].string()};
}

AttentionChoice attention_of(const Field& field) {
  const std::string name = field.string();
  if (name == "auto") return AttentionChoice::kAuto;
  if (name == "cudnn") return AttentionChoice::kFused;
  if (name == "own") return AttentionChoice::kOwn;
  field.fail("auto, cudnn or own");
}

OpenDevice& open_device(const Args& args, int index) {
  Environment& environment = dinofleet::environment(args.env());
  if (!environment.of_addon) {
    auto opened = std::make_shared<OpenDevice>();
    opened->runtime = Runtime::open(index, libraries_of(args));
    opened->pool = std::make_shared<DevicePool>(opened->runtime);
    environment.device = opened->runtime->device();
    environment.of_addon = opened;
  }
  auto& opened = *static_cast<OpenDevice*>(environment.of_addon.get());
  if (opened.runtime->device().index != index)
    args.fail(0, "index", std::to_string(opened.runtime->device().index) + ", the device that this thread has open");
  return opened;
}

Napi::Value algorithms(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  const auto all = runtime->algorithms().all();
  Napi::Array out = Napi::Array::New(args.env(), all.size());
  uint32_t i = 0;
  for (const auto& [name, bytes] : all) {
    Napi::Object algorithm = Napi::Object::New(args.env());
    algorithm.Set("name", name);
    algorithm.Set("bytes", Napi::Buffer<uint8_t>::Copy(args.env(), bytes.data(), bytes.size()));
    out.Set(i++, algorithm);
  }
  return out;
}

Napi::Value adopt_algorithms(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  std::map<std::string, Algorithms::Bytes> choices;
  const Field given = args.field(0, "algorithms");
  for (uint32_t i = 0; i < given.length(); ++i) {
    const Field algorithm = given.at(i);
    const std::string name = algorithm["name"].string();
    const auto bytes = algorithm["bytes"].array<uint8_t>("a Uint8Array");
    choices[name] = {bytes.begin(), bytes.end()};
  }
  runtime->algorithms().adopt(std::move(choices));
  return args.env().Undefined();
}

Napi::Value open(const Napi::CallbackInfo& info) {
  const Args args(info, "open");
  const int index = static_cast<int>(args.integer(0, "index", 0, 1023));
  const DType compute = args.dtype(1, "compute");
  if (compute != DType::kFloat32 && compute != DType::kFloat16 && compute != DType::kBFloat16)
    args.fail(1, "compute", "float32, float16 or bfloat16");
  const AttentionChoice attention = attention_of(args.field(2, "attention"));
  OpenDevice& opened = open_device(args, index);
  Napi::Object ops = make_ops(info.Env(), std::make_shared<CudaBackend>(opened.runtime, opened.pool, compute, attention));
  init_copies(info.Env(), ops, opened.runtime);
  define_bound<algorithms>(info.Env(), ops, "algorithms", opened.runtime);
  define_bound<adopt_algorithms>(info.Env(), ops, "adoptAlgorithms", opened.runtime);
  init_extras(info.Env(), ops, opened.runtime);
  return ops;
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  init_tensor(env, {kDeviceKind, -1});
  define<open>(env, exports, "open");
  init_module_extras(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(NODE_GYP_MODULE_NAME, init)
