// What a file says of the image in it, before anything is decoded or allocated. Its content decides, never its name.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "image/image.h"

namespace dinofleet::image {

using Bytes = std::span<const uint8_t>;

enum class Format { kPng, kJpeg, kWebp, kGif, kBmp };
const char* name_of(Format format);

struct Header {
  Format format;
  // As stored, before the orientation is applied.
  int width, height;
  // As EXIF counts it, 1 (upright) to 8. From 5 on, width and height are exchanged in the upright image.
  int orientation = 1;
  // Of a sample as stored.
  int bits = 8;

  bool exchanges_sides() const { return orientation >= 5; }
};

// Longest side that is taken: the tables of a resize grow with it. Also libpng's own limit.
constexpr int64_t kMaxSide = 1'000'000;

// Throws BadImage on other formats, which it names where it knows them, on a header cut short, and on more than
// `max_pixels` pixels.
Header read_header(Bytes file, int64_t max_pixels);

// The formats; the file begins with the format's signature.
Header png_header(Bytes file);
Header jpeg_header(Bytes file);
Header webp_header(Bytes file);
Header gif_header(Bytes file);
Header bmp_header(Bytes file);

bool has(Bytes file, size_t at, std::string_view text);
[[noreturn]] void fail_short(Bytes file, const char* format);

constexpr size_t kPngSignatureBytes = 8;

}  // namespace dinofleet::image
