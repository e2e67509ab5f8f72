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
#include "image/read_args.h"
#include "napi/args.h"
#include "napi/nanoseconds.h"

namespace dinofleet::image {
namespace {

// Valid until JavaScript runs again.
Bytes file_bytes(const Napi::CallbackInfo& info, const char* op) {
  return Args(info, op).field(0, "file").array<uint8_t>("a Uint8Array with the bytes of an image file");
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
  const int64_t limit = to_max_pixels(Args(info, "probe").field(1, "maxPixels"));
  const Bytes given = file_bytes(info, "probe");
  try {
    // Of shared memory a copy: another thread could change a length between its check and its use.
    const bool shared = typed_array(info[0])->shared;
    const std::vector<uint8_t> copy = shared ? std::vector<uint8_t>(given.begin(), given.end()) : std::vector<uint8_t>();
    const Header header = read_header(shared ? Bytes(copy) : given, limit);
    Napi::Object out = Napi::Object::New(info.Env());
    out.Set("format", name_of(header.format));
    out.Set("width", header.exchanges_sides() ? header.height : header.width);
    out.Set("height", header.exchanges_sides() ? header.width : header.height);
    out.Set("orientation", header.orientation);
    out.Set("bits", header.bits);
    return out;
  } catch (const BadImage& error) {
    throw bad_image_error(info.Env(), error.what());
  }
}

// What was found out about a file in reading it.
struct Findings {
  std::string damage;
  std::optional<int> highest;

  void set_in(Napi::Object out) const {
    const Napi::Env env = out.Env();
    out.Set("damage", damage.empty() ? env.Null() : Napi::Value(Napi::String::New(env, damage)));
    out.Set("highest", highest ? Napi::Value(Napi::Number::New(env, *highest)) : env.Null());
  }
};

Napi::Promise start(Napi::Env env, Bytes file, ReadOptions options, ImageWork::Use use, ImageWork::Result result) {
  auto work = std::make_unique<ImageWork>(env, file, options, std::move(use), std::move(result));
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
  const ReadOptions options = to_read_options(Args(info, "decode").field(1, "options"));
  auto decoded = std::make_shared<Decoded>();
  return start(info.Env(), file_bytes(info, "decode"), options, [decoded](Decoded image, ImageWork::Clock::time_point) { *decoded = std::move(image); },
               [decoded](Napi::Env env) {
                 Napi::Object out = to_pixels(env, decoded->image);
                 Findings{decoded->damage, decoded->highest}.set_in(out);
                 return out;
               });
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
  std::vector<Napi::Reference<Napi::Value>> arrays;
  std::vector<uint8_t*> outputs;
  Findings findings;
  ImageWork::Clock::time_point begun, decoded_at, ended;

  // Of all crops; nothing where there are none.
  std::optional<Box> reach() const {
    std::optional<Box> all;
    for (const Crop& crop : plan) all = all ? enclosing(*all, crop.reach()) : crop.reach();
    return all;
  }

  void run(const Decoded& decoded, ImageWork::Clock::time_point decode_begun) {
    begun = decode_begun;
    decoded_at = ImageWork::Clock::now();
    findings = {decoded.damage, decoded.highest};
    for (size_t i = 0; i < plan.size(); ++i)
      write_planes(named_crop(decoded.image, plan[i], "crops: argument 2 \"plan\"[" + std::to_string(i) + "]"), outputs[i]);
    ended = ImageWork::Clock::now();
  }

  void set_times_in(Napi::Object out) const {
    out.Set("beganNs", nanoseconds(out.Env(), begun));
    out.Set("decodedNs", nanoseconds(out.Env(), decoded_at));
    out.Set("endedNs", nanoseconds(out.Env(), ended));
  }
};

void take_outputs(const Field& outputs, CropsJob& job) {
  const size_t count = job.plan.size();
  if (!outputs.value().IsArray() || outputs.length() != count)
    outputs.fail("an array of " + std::to_string(count) + " Uint8Arrays, one a crop");
  for (uint32_t i = 0; i < count; ++i) {
    const Field output = outputs.at(i);
    const size_t length = size_t{3} * job.plan[i].window.height * job.plan[i].window.width;
    const auto bytes = output.shared_array<uint8_t>("a Uint8Array of " + std::to_string(length) +
                                                        " elements, (3, window.height, window.width), in a SharedArrayBuffer",
                                                    length);
    job.arrays.push_back(output.hold());
    job.outputs.push_back(bytes.data());
  }
}

Napi::Value crops(const Napi::CallbackInfo& info) {
  auto job = std::make_shared<CropsJob>();
  const Args args(info, "crops");
  ReadOptions options = to_read_options(args.field(1, "options"));
  job->plan = to_crops(args.field(2, "plan"));
  options.wanted = job->reach();
  take_outputs(args.field(3, "outputs"), *job);
  return start(info.Env(), file_bytes(info, "crops"), options,
               [job](const Decoded& decoded, ImageWork::Clock::time_point begun) { job->run(decoded, begun); },
               [job](Napi::Env env) {
                 Napi::Object out = Napi::Object::New(env);
                 job->findings.set_in(out);
                 job->set_times_in(out);
                 return out;
               });
}

// An image of JavaScript's pixels: an object with width, height and data.
Image to_image(const Napi::CallbackInfo& info, const char* op) {
  const Field object = Args(info, op).field(0, "image");
  const Field data = object["data"];
  const int64_t height = object["height"].integer(1, kMaxSide), width = object["width"].integer(1, kMaxSide);
  const size_t samples = static_cast<size_t>(height * width * 3);
  const auto array = data.array<uint8_t>("a Uint8Array of height x width x 3 samples", samples);
  Image image(static_cast<int>(height), static_cast<int>(width));
  const uint8_t* from = array.data();
  for (size_t i = 0; i < image.numel(); ++i, from += 3)
    image.row(0)[i] = from[0] | static_cast<uint32_t>(from[1]) << 8 | static_cast<uint32_t>(from[2]) << 16;
  return image;
}

Napi::Value crop_pixels(const Napi::CallbackInfo& info) {
  const Image image = to_image(info, "cropPixels");
  const Crop crop = to_crop(Args(info, "cropPixels").field(1, "crop"));
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
