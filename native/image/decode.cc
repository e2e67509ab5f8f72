#include "image/decode.h"

#include "image/orient.h"
#include "image/rounding.h"

namespace dinofleet::image {

void lay_on_white(Image& image) {
  uint8_t* p = image.bytes(0);
  for (size_t i = 0; i < image.numel(); ++i, p += 4) {
    const uint32_t alpha = p[3];
    for (int c = 0; c < 3; ++c) p[c] = static_cast<uint8_t>(multiply_255(p[c], alpha) + 255 - alpha);
  }
}

Image decode(Bytes file, int64_t max_pixels) {
  const Header header = read_header(file, max_pixels);
  Image stored;
  switch (header.format) {
    case Format::kJpeg: stored = decode_jpeg(file, header); break;
    case Format::kPng: stored = decode_png(file, header); break;
    case Format::kWebp: stored = decode_webp(file, header); break;
  }
  return upright(std::move(stored), header.orientation);
}

}  // namespace dinofleet::image
