#include "image/read_args.h"

#include <limits>

namespace dinofleet::image {
namespace {

constexpr int kMostSample = 65535;

void to_channels(const Field& field, double least, double most, const char* expected, float* out) {
  if (field.length() != 3) field.fail("an array of three numbers, for red, green and blue");
  for (uint32_t c = 0; c < 3; ++c) out[c] = static_cast<float>(field.at(c).number(least, most, expected));
}

}  // namespace

int64_t to_max_pixels(const Field& field) {
  constexpr int64_t kMost = UINT32_MAX / 3;  // a Uint8Array takes that many, of all Node versions
  return field.integer(1, kMost);
}

ReadOptions to_read_options(const Field& field) {
  ReadOptions options{to_max_pixels(field["maxPixels"]), field["lenient"].boolean(), std::nullopt};
  const Field range = field["range"];
  if (range.value().IsNull()) return options;
  if (range.length() != 2) range.fail("null or an array of two samples, least and most");
  const int least = static_cast<int>(range.at(0).integer(0, kMostSample - 1));
  options.range = SampleRange{least, static_cast<int>(range.at(1).integer(least + 1, kMostSample))};
  return options;
}

Normalization to_normalization(const Field& field) {
  constexpr double kLeastStd = 1e-6;  // less, and a level is no finite number
  Normalization out;
  to_channels(field["mean"], 0, 1, "a number in [0, 1]", out.mean);
  to_channels(field["std"], kLeastStd, 1, "a number in [1e-6, 1]", out.std);
  return out;
}

}  // namespace dinofleet::image
