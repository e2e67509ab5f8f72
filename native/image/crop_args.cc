#include "image/crop_args.h"

#include <cmath>
#include <limits>

#include "image/header.h"
#include "tensor/args.h"

namespace dinofleet::image {
namespace {

// A value and the way to it, for messages.
class Field {
 public:
  Field(Napi::Value value, std::string path) : value_(value), path_(std::move(path)) {}

  Field operator[](const char* name) const {
    if (!value_.IsObject()) fail("an object with \"" + std::string(name) + "\"");
    return {value_.As<Napi::Object>().Get(name), path_ + "." + name};
  }
  uint32_t length() const {
    if (!value_.IsArray()) fail("an array");
    return value_.As<Napi::Array>().Length();
  }
  Field at(uint32_t i) const {
    return {value_.As<Napi::Array>().Get(i), path_ + "[" + std::to_string(i) + "]"};
  }
  int integer(int64_t least, int64_t most) const {
    const double number = value_.IsNumber() ? value_.As<Napi::Number>().DoubleValue() : std::nan("");
    if (!(number >= static_cast<double>(least) && number <= static_cast<double>(most)) || number != std::floor(number))
      fail("an integer in [" + std::to_string(least) + ", " + std::to_string(most) + "]");
    return static_cast<int>(number);
  }
  double number(double least, double most, const char* range) const {
    const double number = value_.IsNumber() ? value_.As<Napi::Number>().DoubleValue() : std::nan("");
    if (!(number >= least && number <= most)) fail(std::string("a number in ") + range);
    return number;
  }
  bool boolean() const {
    if (!value_.IsBoolean()) fail("true or false");
    return value_.As<Napi::Boolean>().Value();
  }
  std::string string() const { return value_.IsString() ? value_.As<Napi::String>().Utf8Value() : ""; }

  [[noreturn]] void fail(const std::string& expected) const {
    throw Napi::TypeError::New(value_.Env(), path_ + " is " + describe(value_) + ", expected " + expected);
  }

 private:
  Napi::Value value_;
  std::string path_;
};

Box to_box(const Field& field, int64_t height, int64_t width, int64_t longest) {
  const int rows = field["height"].integer(1, std::min(height, longest));
  const int columns = field["width"].integer(1, std::min(width, longest));
  return {field["top"].integer(0, height - rows), field["left"].integer(0, width - columns), rows, columns};
}

Op to_op(const Field& field) {
  const Field kind = field["kind"];
  const std::string name = kind.string();
  const auto factor = [&] { return field["factor"].number(0.0, 1000.0, "[0, 1000]"); };
  if (name == "brightness") return {OpKind::kBrightness, factor()};
  if (name == "contrast") return {OpKind::kContrast, factor()};
  if (name == "saturation") return {OpKind::kSaturation, factor()};
  if (name == "hue") return {OpKind::kHue, field["factor"].number(-0.5, 0.5, "[-0.5, 0.5]")};
  if (name == "grayscale") return {OpKind::kGrayscale, 0.0};
  if (name == "blur") return {OpKind::kBlur, field["sigma"].number(0.01, 1000.0, "[0.01, 1000]")};
  if (name == "solarize") return {OpKind::kSolarize, field["threshold"].number(0.0, 256.0, "[0, 256]")};
  kind.fail("brightness, contrast, saturation, hue, grayscale, blur or solarize");
}

Crop to_crop(const Field& field) {
  constexpr int64_t kAnySide = std::numeric_limits<int32_t>::max();
  Crop crop;
  crop.box = to_box(field["box"], kMaxSide, kMaxSide, kMaxSide);
  crop.height = field["resize"]["height"].integer(1, kAnySide);
  crop.width = field["resize"]["width"].integer(1, kAnySide);
  crop.window = to_box(field["window"], crop.height, crop.width, kMaxCropSide);
  crop.flip = field["flip"].boolean();
  const Field ops = field["ops"];
  const uint32_t num_ops = ops.length();
  for (uint32_t i = 0; i < num_ops; ++i) crop.ops.push_back(to_op(ops.at(i)));
  return crop;
}

}  // namespace

Crop to_crop(Napi::Value value, const std::string& path) { return to_crop(Field(value, path)); }

std::vector<Crop> to_crops(Napi::Value value, const std::string& path) {
  const Field plan(value, path);
  std::vector<Crop> crops;
  const uint32_t count = plan.length();
  for (uint32_t i = 0; i < count; ++i) crops.push_back(to_crop(plan.at(i)));
  return crops;
}

}  // namespace dinofleet::image
