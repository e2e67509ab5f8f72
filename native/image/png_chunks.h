// The chunks of a PNG file: length, name, data and checksum each.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "image/header.h"

namespace dinofleet::image {

constexpr size_t kPngChunkHead = 8, kPngChunkTail = 4;

struct PngChunk {
  std::string_view name;  // of four letters
  Bytes data;             // as much of it as the file has
  uint32_t checksum;      // as stored; 0 where the file ends before it
  bool is_cut_short;      // the file ends before the data does

  bool is(std::string_view other) const { return name == other; }
};

class PngChunks {
 public:
  // The file begins with a PNG's signature.
  explicit PngChunks(Bytes file) : file_(file) {}
  // Nothing where the file ends.
  std::optional<PngChunk> next();

 private:
  Bytes file_;
  size_t at_ = kPngSignatureBytes;
};

// The file as PIL reads it with LOAD_TRUNCATED_IMAGES: checksums are not looked at but for those of IHDR and PLTE, and
// where it ends early, so does the data of its pixels. Throws BadImage where it has none.
std::vector<uint8_t> mended_png(Bytes file);

}  // namespace dinofleet::image
