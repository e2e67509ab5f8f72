// The rules are those of PIL's ImageFileDirectory_v2.load, down to what it makes of broken entries, but that it does not
// take a BYTE for a number.
#include "image/exif.h"

#include <bit>
#include <cmath>

#include "image/byte_order.h"

namespace dinofleet::image {
namespace {

constexpr uint32_t kOrientationTag = 0x0112;
constexpr size_t kHeaderBytes = 8;
constexpr size_t kEntryBytes = 12;
constexpr size_t kInlineBytes = 4;  // longer values lie elsewhere, and the entry has their offset

enum Type : uint32_t {
  kByte = 1,
  kAscii = 2,
  kShort = 3,
  kLong = 4,
  kRational = 5,
  kSignedByte = 6,
  kUndefined = 7,
  kSignedShort = 8,
  kSignedLong = 9,
  kSignedRational = 10,
  kFloat = 11,
  kDouble = 12,
  kDirectory = 13,
  kLong8 = 16,
};

// Bytes of one value; 0 of a type that does not exist.
size_t size_of(uint32_t type) {
  switch (type) {
    case kByte: case kAscii: case kSignedByte: case kUndefined: return 1;
    case kShort: case kSignedShort: return 2;
    case kLong: case kSignedLong: case kFloat: case kDirectory: return 4;
    case kRational: case kSignedRational: case kDouble: case kLong8: return 8;
    default: return 0;
  }
}

class Tiff {
 public:
  explicit Tiff(Bytes bytes) : bytes_(bytes), little_(bytes[0] == 'I') {}

  uint32_t get16(size_t at) const { return little_ ? little16(&bytes_[at]) : big16(&bytes_[at]); }
  uint32_t get32(size_t at) const { return little_ ? little32(&bytes_[at]) : big32(&bytes_[at]); }
  uint64_t get64(size_t at) const {
    const uint64_t first = get32(at), second = get32(at + 4);
    return little_ ? second << 32 | first : first << 32 | second;
  }

  // The first value of a type at a place; not a number where it is none.
  double number(uint32_t type, size_t at) const {
    switch (type) {
      case kByte: return bytes_[at];
      case kSignedByte: return static_cast<int8_t>(bytes_[at]);
      case kShort: return get16(at);
      case kSignedShort: return static_cast<int16_t>(get16(at));
      case kLong: case kDirectory: return get32(at);
      case kSignedLong: return static_cast<int32_t>(get32(at));
      case kLong8: return static_cast<double>(get64(at));
      case kRational: return static_cast<double>(get32(at)) / get32(at + 4);
      case kSignedRational: return static_cast<double>(static_cast<int32_t>(get32(at))) / static_cast<int32_t>(get32(at + 4));
      case kFloat: return std::bit_cast<float>(get32(at));
      case kDouble: return std::bit_cast<double>(get64(at));
      default: return std::nan("");
    }
  }

 private:
  Bytes bytes_;
  bool little_;
};

Bytes without_prefix(Bytes exif) {
  using namespace std::string_view_literals;
  constexpr std::string_view kPrefix = "Exif\0\0"sv;
  for (int i = 0; i < 2 && has(exif, 0, kPrefix); ++i) exif = exif.subspan(kPrefix.size());
  return exif;
}

}  // namespace

std::optional<int> exif_orientation(Bytes exif) {
  exif = without_prefix(exif);
  if (exif.empty()) return std::nullopt;
  if (exif.size() < kHeaderBytes || exif[0] != exif[1] || (exif[0] != 'I' && exif[0] != 'M')) return 0;
  const Tiff tiff(exif);

  const size_t directory = tiff.get32(4);
  if (directory + 2 > exif.size()) return std::nullopt;
  const size_t entries = tiff.get16(directory);
  uint64_t bytes_elsewhere = 0;
  for (size_t i = 0; i < entries; ++i) {
    const size_t entry = directory + 2 + i * kEntryBytes;
    if (entry + kEntryBytes > exif.size()) return std::nullopt;
    const uint32_t type = tiff.get16(entry + 2);
    const uint64_t bytes = uint64_t{tiff.get32(entry + 4)} * size_of(type);
    if (bytes == 0) continue;
    size_t value = entry + 8;
    if (bytes > kInlineBytes) {
      // Values that claim more than there is are passed over; one that reaches past the end ends the directory.
      bytes_elsewhere += bytes;
      if (bytes_elsewhere > exif.size()) continue;
      value = tiff.get32(value);
      if (value + bytes > exif.size()) return std::nullopt;
    }
    if (tiff.get16(entry) != kOrientationTag) continue;
    const double number = tiff.number(type, value);
    return number >= 1 && number <= 8 && number == std::floor(number) ? static_cast<int>(number) : 0;
  }
  return std::nullopt;
}

}  // namespace dinofleet::image
