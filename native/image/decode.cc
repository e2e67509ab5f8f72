#include "image/decode.h"

#include "image/orient.h"
#include "image/rounding.h"

namespace dinofleet::image {
namespace {

Decoded decode_stored(Bytes file, const Header& header, const ReadOptions& options, Damage damage) {
  switch (header.format) {
    case Format::kJpeg:
      return {decode_jpeg(file, header, header.orientation <= 1 ? options.wanted : std::nullopt, damage), "", std::nullopt};
    case Format::kPng: return decode_png(file, header, options.range, damage);
    case Format::kWebp: return {decode_webp(file, header), "", std::nullopt};
    case Format::kGif: return {decode_gif(file, header, damage), "", std::nullopt};
    case Format::kBmp: return {decode_bmp(file, header, damage), "", std::nullopt};
  }
  throw BadImage("a file of an unknown format");
}

}  // namespace

void lay_on_white(Image& image) {
  uint8_t* p = image.bytes(0);
  for (size_t i = 0; i < image.numel(); ++i, p += 4) {
    const uint32_t alpha = p[3];
    for (int c = 0; c < 3; ++c) p[c] = static_cast<uint8_t>(multiply_255(p[c], alpha) + 255 - alpha);
  }
}

Decoded decode(Bytes file, const ReadOptions& options) {
  const Header header = read_header(file, options.max_pixels);
  Decoded out;
  try {
    out = decode_stored(file, header, options, options.lenient ? Damage::kRefuseAnywhere : Damage::kRefuse);
  } catch (const BadImage& error) {
    if (!options.lenient) throw;
    out = decode_stored(file, header, options, Damage::kKeepRows);
    out.damage = error.what();
  }
  out.image = upright(std::move(out.image), header.orientation);
  return out;
}

}  // namespace dinofleet::image
