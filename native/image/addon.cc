// image.node: the ImageAddon of src/data/crops/image-addon.ts.
#include <napi.h>

#include <cstring>
#include <memory>
#include <vector>

#include "image/color.h"
#include "image/crop.h"
#include "image/crop_args.h"
#include "image/header.h"
#include "image/image_work.h"
#include "tensor/args.h"

namespace dinofleet::image {
namespace {

[[noreturn]] void fail(Napi::Value value, const std::string& path, const std::string& expected) {
  throw Napi::TypeError::New(value.Env(), path + " is " + describe(value) + ", expected " + expected);
}

bool is_array_of(Napi::Value value, napi_typedarray_type type) {
  return value.IsTypedArray() && value.As<Napi::TypedArray>().TypedArrayType() == type;
}

// Valid until JavaScript runs again.
Bytes file_bytes(const Napi::CallbackInfo& info, const char* op) {
  if (!is_array_of(info[0], napi_uint8_array))
    fail(info[0], std::string(op) + ": argument 0 \"file\"", "a Uint8Array with the bytes of an image file");
  const auto array = info[0].As<Napi::Uint8Array>();
  return {array.Data(), array.ByteLength()};
}

int64_t max_pixels(const Napi::CallbackInfo& info, const char* op) {
  constexpr int64_t kMost = UINT32_MAX / 3;  // a Uint8Array takes that many, of all Node versions
  return Args(info, op).integer(1, "maxPixels", 1, kMost);
}

Napi::Object to_pixels(Napi::Env env, const Image& image) {
  // Our own memory, lent to JavaScript: V8 ends the process where it has none left for an array.
  const size_t bytes = image.numel() * 3;
  auto rgb = std::make_unique_for_overwrite<uint8_t[]>(bytes);
  const uint8_t* from = image.bytes(0);
  uint8_t* to = rgb.get();
  for (size_t i = 0; i < image.numel(); ++i, from += 4, to += 3) std::memcpy(to, from, 3);
  Napi::ArrayBuffer buffer =
      Napi::ArrayBuffer::New(env, rgb.get(), bytes, [](Napi::Env, void* data) { delete[] static_cast<uint8_t*>(data); });
  rgb.release();
  Napi::Object out = Napi::Object::New(env);
  out.Set("width", image.width);
  out.Set("height", image.height);
  out.Set("data", Napi::Uint8Array::New(env, bytes, buffer, 0));
  return out;
}

Napi::Value probe(const Napi::CallbackInfo& info) {
  const Bytes file = file_bytes(info, "probe");
  const int64_t limit = max_pixels(info, "probe");
  try {
    const Header header = read_header(file, limit);
    Napi::Object out = Napi::Object::New(info.Env());
    out.Set("format", name_of(header.format));
    out.Set("width", header.exchanges_sides() ? header.height : header.width);
    out.Set("height", header.exchanges_sides() ? header.width : header.height);
    out.Set("orientation", header.orientation);
    return out;
  } catch (const BadImage& error) {
    throw bad_image_error(info.Env(), error.what());
  }
}

Napi::Promise start(Napi::Env env, Bytes file, int64_t max_pixels, ImageWork::Use use, ImageWork::Result result) {
  auto work = std::make_unique<ImageWork>(env, file, max_pixels, std::move(use), std::move(result));
  const Napi::Promise promise = work->promise();
  env.GetInstanceData<DecodePool>()->submit(env, std::move(work));
  return promise;
}

Napi::Value set_threads(const Napi::CallbackInfo& info) {
  const int64_t count = Args(info, "setThreads").integer(0, "count", 1, 1024);
  info.Env().GetInstanceData<DecodePool>()->set_threads(static_cast<size_t>(count));
  return info.Env().Undefined();
}

Napi::Value decode(const Napi::CallbackInfo& info) {
  const Bytes file = file_bytes(info, "decode");
  const int64_t limit = max_pixels(info, "decode");
  auto decoded = std::make_shared<Image>();
  return start(info.Env(), file, limit, [decoded](Image image) { *decoded = std::move(image); },
               [decoded](Napi::Env env) { return to_pixels(env, *decoded); });
}

// `path` is the argument that does not fit the image.
Image named_crop(const Image& image, const Crop& crop, const std::string& path) {
  try {
    return take_crop(image, crop);
  } catch (const std::range_error& error) {
    throw std::range_error(path + ": " + error.what());
  }
}

// What `crops` writes to: the arrays are held until it is done, and written from a thread of the pool.
struct CropsJob {
  std::vector<Crop> plan;
  std::vector<Napi::ObjectReference> arrays;
  std::vector<float*> outputs;

  void run(const Image& image) const {
    for (size_t i = 0; i < plan.size(); ++i)
      normalize(named_crop(image, plan[i], "crops: argument 2 \"plan\"[" + std::to_string(i) + "]"), outputs[i]);
  }
};

// The elements of a Float32Array in shared memory, which is never moved or given back while the array lives; null of any
// other array, whose memory JavaScript may transfer while it is written.
float* shared_floats(Napi::Value value, size_t length) {
  napi_typedarray_type type;
  size_t elements = 0;
  void* data = nullptr;
  napi_value buffer = nullptr;
  bool movable = true;
  if (!value.IsTypedArray() ||
      napi_get_typedarray_info(value.Env(), value, &type, &elements, &data, &buffer, nullptr) != napi_ok ||
      napi_is_arraybuffer(value.Env(), buffer, &movable) != napi_ok || movable || type != napi_float32_array ||
      elements != length)
    return nullptr;
  return static_cast<float*>(data);
}

// Reading an element may run JavaScript (an array can have getters), so the arrays' memory is only looked up once all
// of them are here.
void take_outputs(Napi::Value value, CropsJob& job) {
  const std::string path = "crops: argument 3 \"outputs\"";
  const size_t count = job.plan.size();
  if (!value.IsArray() || value.As<Napi::Array>().Length() != count)
    fail(value, path, "an array of " + std::to_string(count) + " Float32Arrays, one a crop");
  std::vector<Napi::Value> arrays;
  for (uint32_t i = 0; i < count; ++i) arrays.push_back(value.As<Napi::Array>().Get(i));

  for (size_t i = 0; i < count; ++i) {
    const size_t length = size_t{3} * job.plan[i].window.height * job.plan[i].window.width;
    float* data = shared_floats(arrays[i], length);
    if (data == nullptr)
      fail(arrays[i], path + "[" + std::to_string(i) + "]",
           "a Float32Array of " + std::to_string(length) +
               " elements, (3, window.height, window.width), in a SharedArrayBuffer");
    job.arrays.push_back(Napi::Persistent(arrays[i].As<Napi::Object>()));
    job.outputs.push_back(data);
  }
}

Napi::Value crops(const Napi::CallbackInfo& info) {
  auto job = std::make_shared<CropsJob>();
  job->plan = to_crops(info[2], "crops: argument 2 \"plan\"");
  take_outputs(info[3], *job);
  const Bytes file = file_bytes(info, "crops");
  const int64_t limit = max_pixels(info, "crops");
  return start(info.Env(), file, limit, [job](Image image) { job->run(image); },
               [job](Napi::Env env) { return env.Undefined(); });
}

// An image of JavaScript's pixels: an object with width, height and data.
Image to_image(const Napi::CallbackInfo& info, const char* op) {
  const Args args(info, op);
  const std::string path = std::string(op) + ": argument 0 \"image\".data";
  const Napi::Value data = args.property(0, "image", "data");
  const double height = args.number(0, "image", "height"), width = args.number(0, "image", "width");
  const auto is_side = [](double side) { return side >= 1 && side <= kMaxSide && side == static_cast<int>(side); };
  if (!is_side(height) || !is_side(width) || !is_array_of(data, napi_uint8_array) ||
      static_cast<double>(data.As<Napi::TypedArray>().ElementLength()) != height * width * 3)
    fail(data, path, "a Uint8Array of height x width x 3 samples");
  Image image(static_cast<int>(height), static_cast<int>(width));
  const uint8_t* from = data.As<Napi::Uint8Array>().Data();
  for (size_t i = 0; i < image.numel(); ++i, from += 3)
    image.row(0)[i] = from[0] | static_cast<uint32_t>(from[1]) << 8 | static_cast<uint32_t>(from[2]) << 16;
  return image;
}

Napi::Value crop_pixels(const Napi::CallbackInfo& info) {
  const Image image = to_image(info, "cropPixels");
  const Crop crop = to_crop(info[1], "cropPixels: argument 1 \"crop\"");
  return to_pixels(info.Env(), named_crop(image, crop, "argument 1 \"crop\""));
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new DecodePool(env));
  define<set_threads>(env, exports, "setThreads");
  define<probe>(env, exports, "probe");
  define<decode>(env, exports, "decode");
  define<crops>(env, exports, "crops");
  define<crop_pixels>(env, exports, "cropPixels");
  return exports;
}

}  // namespace
}  // namespace dinofleet::image

using dinofleet::image::init;
NODE_API_MODULE(image, init)
