#include <webp/decode.h>

#include <optional>

#include "image/byte_order.h"
#include "image/header.h"
#include "image/orientation.h"

namespace dinofleet::image {
namespace {

// The first chunk of a name; nothing where there is none.
Bytes chunk(Bytes file, std::string_view name) {
  size_t at = 12;
  while (at + 8 <= file.size()) {
    const size_t length = little32(&file[at + 4]);
    if (length > file.size() - at - 8) break;
    if (has(file, at, name)) return file.subspan(at + 8, length);
    at += 8 + length + (length & 1);  // chunks are padded to an even length
  }
  return {};
}

}  // namespace

Header webp_header(Bytes file) {
  WebPBitstreamFeatures features;
  const VP8StatusCode status = WebPGetFeatures(file.data(), file.size(), &features);
  if (status == VP8_STATUS_NOT_ENOUGH_DATA) fail_short(file, "WebP");
  if (status != VP8_STATUS_OK) throw BadImage("the WebP file has a broken header");
  return {Format::kWebp, features.width, features.height, orientation_of(chunk(file, "EXIF"), chunk(file, "XMP "))};
}

}  // namespace dinofleet::image
