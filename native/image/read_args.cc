#include "image/read_args.h"

#include <limits>

namespace dinofleet::image {
namespace {

constexpr int kMostSample = 65535;

}  // namespace

int64_t to_max_pixels(const Field& field) {
  constexpr int64_t kMost = UINT32_MAX / 3;  // a Uint8Array takes that many, of all Node versions
  return field.integer(1, kMost);
}

ReadOptions to_read_options(const Field& field) {
  ReadOptions options{to_max_pixels(field["maxPixels"]), field["lenient"].boolean(), std::nullopt, std::nullopt};
  const Field range = field["range"];
  if (range.value().IsNull()) return options;
  if (range.length() != 2) range.fail("null or an array of two samples, least and most");
  const int least = static_cast<int>(range.at(0).integer(0, kMostSample - 1));
  options.range = SampleRange{least, static_cast<int>(range.at(1).integer(least + 1, kMostSample))};
  return options;
}

}  // namespace dinofleet::image
