#include "image/exif.h"

#include "image/byte_order.h"

namespace dinofleet::image {
namespace {

constexpr uint32_t kOrientationTag = 0x0112;
constexpr size_t kHeaderBytes = 8;
constexpr size_t kEntryBytes = 12;

}  // namespace

int exif_orientation(Bytes tiff) {
  if (tiff.size() < kHeaderBytes || tiff[0] != tiff[1] || (tiff[0] != 'I' && tiff[0] != 'M')) return 1;
  const bool little = tiff[0] == 'I';
  const auto get16 = [&](size_t at) { return little ? little16(&tiff[at]) : big16(&tiff[at]); };
  const auto get32 = [&](size_t at) { return little ? little32(&tiff[at]) : big32(&tiff[at]); };

  const size_t directory = get32(4);
  if (directory + 2 > tiff.size()) return 1;
  const size_t entries = get16(directory);
  for (size_t i = 0; i < entries; ++i) {
    const size_t entry = directory + 2 + i * kEntryBytes;
    if (entry + kEntryBytes > tiff.size()) return 1;
    if (get16(entry) != kOrientationTag) continue;
    const uint32_t value = get16(entry + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

}  // namespace dinofleet::image
