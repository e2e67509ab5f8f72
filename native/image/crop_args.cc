#include "image/crop_args.h"

#include <limits>

#include "image/header.h"
#include "napi/field.h"

namespace dinofleet::image {
namespace {

int pixels(const Field& field, int64_t least, int64_t most) { return static_cast<int>(field.integer(least, most)); }

Box to_box(const Field& field, int64_t height, int64_t width, int64_t longest) {
  const int rows = pixels(field["height"], 1, std::min(height, longest));
  const int columns = pixels(field["width"], 1, std::min(width, longest));
  return {pixels(field["top"], 0, height - rows), pixels(field["left"], 0, width - columns), rows, columns};
}

Op to_op(const Field& field) {
  const Field kind = field["kind"];
  const std::string name = kind.string();
  const auto factor = [&] { return field["factor"].number(0.0, 1000.0, "a number in [0, 1000]"); };
  if (name == "brightness") return {OpKind::kBrightness, factor()};
  if (name == "contrast") return {OpKind::kContrast, factor()};
  if (name == "saturation") return {OpKind::kSaturation, factor()};
  if (name == "hue") return {OpKind::kHue, field["factor"].number(-0.5, 0.5, "a number in [-0.5, 0.5]")};
  if (name == "grayscale") return {OpKind::kGrayscale, 0.0};
  if (name == "blur") return {OpKind::kBlur, field["sigma"].number(0.01, 1000.0, "a number in [0.01, 1000]")};
  if (name == "solarize") return {OpKind::kSolarize, field["threshold"].number(0.0, 256.0, "a number in [0, 256]")};
  kind.fail("brightness, contrast, saturation, hue, grayscale, blur or solarize");
}

}  // namespace

Crop to_crop(const Field& field) {
  constexpr int64_t kAnySide = std::numeric_limits<int32_t>::max();
  Crop crop;
  crop.box = to_box(field["box"], kMaxSide, kMaxSide, kMaxSide);
  crop.height = pixels(field["resize"]["height"], 1, kAnySide);
  crop.width = pixels(field["resize"]["width"], 1, kAnySide);
  crop.window = to_box(field["window"], crop.height, crop.width, kMaxCropSide);
  crop.flip = field["flip"].boolean();
  const Field ops = field["ops"];
  const uint32_t num_ops = ops.length();
  for (uint32_t i = 0; i < num_ops; ++i) crop.ops.push_back(to_op(ops.at(i)));
  return crop;
}

std::vector<Crop> to_crops(const Field& field) {
  std::vector<Crop> crops;
  const uint32_t count = field.length();
  for (uint32_t i = 0; i < count; ++i) crops.push_back(to_crop(field.at(i)));
  return crops;
}

}  // namespace dinofleet::image
