// What a file's first bytes say of the image in it, before anything is decoded or allocated.
#pragma once

#include <cstdint>
#include <span>

#include "image/image.h"

namespace dinofleet::image {

using Bytes = std::span<const uint8_t>;

enum class Format { kPng, kJpeg, kWebp };
const char* name_of(Format format);

struct Header {
  Format format;
  // As stored, before the orientation is applied.
  int width, height;
  // EXIF orientation, 1 (upright) to 8. From 5 on, width and height are exchanged in the upright image.
  int orientation;

  bool exchanges_sides() const { return orientation >= 5; }
};

// Longest side that is taken: the tables of a resize grow with it. Also libpng's own limit.
constexpr int64_t kMaxSide = 1'000'000;

// Throws BadImage on anything but PNG, JPEG or WebP, on a header cut short, and on more than `max_pixels` pixels.
Header read_header(Bytes file, int64_t max_pixels);

}  // namespace dinofleet::image
