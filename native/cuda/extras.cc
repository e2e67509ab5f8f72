// Of a machine's GPUs, before one is opened: CudaAddon in src/nn/cuda-backend.ts.
#include "cuda/extras.h"

#include <cuda_runtime_api.h>
#include <dlfcn.h>

#include <cstdio>

#include "cuda/devices.h"
#include "cuda/kernel_times.h"
#include "napi/args.h"

namespace dinofleet::cuda {
namespace {

// The oldest driver that runs what CUDA 13 has built.
constexpr int kOldestDriver = 13000;

std::string version_name(int version) { return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10); }

int driver_version() {
  int version = 0;
  cudaDriverGetVersion(&version);
  return version;
}

// GPU-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx
std::string name_of(const cudaUUID_t& uuid) {
  std::string out = "GPU-";
  for (int i = 0; i < 16; ++i) {
    char text[4];
    std::snprintf(text, sizeof text, "%02x", static_cast<unsigned char>(uuid.bytes[i]));
    out += text;
    if (i == 3 || i == 5 || i == 7 || i == 9) out += '-';
  }
  return out;
}

// Whose memory it reaches without the host.
Napi::Array peers_of(Napi::Env env, int device, int count) {
  Napi::Array out = Napi::Array::New(env);
  for (int peer = 0; peer < count; ++peer) {
    int reaches = 0;
    if (peer != device && cudaDeviceCanAccessPeer(&reaches, device, peer) == cudaSuccess && reaches != 0)
      out.Set(out.Length(), peer);
  }
  return out;
}

Napi::Value describe(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Napi::Object out = Napi::Object::New(env);
  const std::string problem = device_problem();
  out.Set("problem", problem);
  out.Set("driver", version_name(driver_version()));
  Napi::Array devices = Napi::Array::New(env);
  out.Set("devices", devices);
  int count = 0;
  if (problem.empty()) cudaGetDeviceCount(&count);
  for (int i = 0; i < count; ++i) {
    cudaDeviceProp properties;
    if (cudaGetDeviceProperties(&properties, i) != cudaSuccess) continue;
    Napi::Object device = Napi::Object::New(env);
    device.Set("id", name_of(properties.uuid));
    device.Set("name", properties.name);
    device.Set("memoryBytes", static_cast<double>(properties.totalGlobalMem));
    device.Set("capability", std::to_string(properties.major) + "." + std::to_string(properties.minor));
    device.Set("peers", peers_of(env, i, count));
    devices.Set(static_cast<uint32_t>(i), device);
  }
  return out;
}

// What a library says of itself: cuBLASLt and cuDNN count alike. 0 where it does not load, or has no such function.
Napi::Value library_version(const Napi::CallbackInfo& info) {
  const Args args(info, "libraryVersion");
  const std::string path = args.field(0, "path").string();
  const std::string function = args.field(1, "function").string();
  void* library = dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL);
  auto* version = library == nullptr ? nullptr : reinterpret_cast<size_t (*)()>(dlsym(library, function.c_str()));
  return Napi::Number::New(info.Env(), version == nullptr ? 0 : static_cast<double>(version()));
}

Napi::Value start_kernel_times_of(const Napi::CallbackInfo& info) {
  start_kernel_times(Args(info, "startKernelTimes").field(0, "path").string());
  return info.Env().Undefined();
}

Napi::Value take_kernel_times_of(const Napi::CallbackInfo& info) {
  const std::vector<KernelTime> times = take_kernel_times();
  Napi::Array out = Napi::Array::New(info.Env(), times.size());
  for (uint32_t i = 0; i < times.size(); ++i) {
    Napi::Object time = Napi::Object::New(info.Env());
    time.Set("name", times[i].name);
    time.Set("stream", times[i].stream);
    time.Set("start", static_cast<double>(times[i].start) * 1e-9);
    time.Set("seconds", static_cast<double>(times[i].end - times[i].start) * 1e-9);
    out.Set(i, time);
  }
  return out;
}

}  // namespace

const Device::Kind kDeviceKind = Device::Kind::kCuda;

std::string device_problem() {
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  cudaGetLastError();
  if (status == cudaSuccess && count > 0) return "";
  const int driver = driver_version();
  if (driver == 0) return "there is no NVIDIA driver on this machine";
  if (driver < kOldestDriver)
    return "the NVIDIA driver is of CUDA " + version_name(driver) + ", expected " + version_name(kOldestDriver) +
           " or newer (driver 580)";
  if (status == cudaErrorNoDevice || count == 0) return "there is an NVIDIA driver, and no GPU that it shows";
  return std::string("the NVIDIA driver does not answer: ") + cudaGetErrorString(status);
}

void init_extras(Napi::Env, Napi::Object, const std::shared_ptr<Runtime>&) {}

void init_module_extras(Napi::Env env, Napi::Object exports) {
  define<describe>(env, exports, "describe");
  define<library_version>(env, exports, "libraryVersion");
  define<start_kernel_times_of>(env, exports, "startKernelTimes");
  define<take_kernel_times_of>(env, exports, "takeKernelTimes");
}

}  // namespace dinofleet::cuda
