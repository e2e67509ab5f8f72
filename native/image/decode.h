// A whole file to pixels, as PIL's convert('RGB') gives them, but for transparency: it is laid on white.
#pragma once

#include <optional>
#include <string>

#include "image/header.h"

namespace dinofleet::image {

// Samples of more than 8 bits that become 0 and 255; what is between them is linear, what is beyond is clipped.
struct SampleRange {
  int least, most;
};

struct ReadOptions {
  int64_t max_pixels;
  // A damaged file is read as far as PIL reads it with LOAD_TRUNCATED_IMAGES; otherwise it is refused.
  bool lenient = false;
  // Nothing keeps the high byte.
  std::optional<SampleRange> range;
  // Pixels of the upright image that are wanted; the others may be anything. Nothing wants all.
  std::optional<Box> wanted;
};

struct Decoded {
  Image image;
  // What is wrong with the file; empty where nothing is.
  std::string damage;
  // High byte of the largest sample, of a file of 16-bit samples that keep their high byte.
  std::optional<int> highest;
};

// Upright. Throws BadImage on a file that is broken anywhere, also behind its first rows: no half images, unless they are
// asked for, and then not without one whole row.
Decoded decode(Bytes file, const ReadOptions& options);

// What to do where a file is broken behind its header.
enum class Damage {
  kRefuse,
  kRefuseAnywhere,  // in a PNG also the checksum of a chunk that can be done without
  kKeepRows,
};

// The formats, as stored. `header` is the file's. Rows that are missing are what PIL has there.
Image decode_jpeg(Bytes file, const Header& header, const std::optional<Box>& wanted, Damage damage);
Decoded decode_png(Bytes file, const Header& header, const std::optional<SampleRange>& range, Damage damage);
Image decode_webp(Bytes file, const Header& header);
Image decode_gif(Bytes file, const Header& header, Damage damage);
Image decode_bmp(Bytes file, const Header& header, Damage damage);

// Lays pixels with alpha in their fourth byte on white, with PIL's rounding.
void lay_on_white(Image& image);

// 0 to 255 of a sample in a range.
inline uint8_t level_of(int sample, const SampleRange& range) {
  const int64_t width = range.most - range.least;
  const int64_t above = sample < range.least ? 0 : sample > range.most ? width : sample - range.least;
  return static_cast<uint8_t>((above * 255 + width / 2) / width);
}

}  // namespace dinofleet::image
