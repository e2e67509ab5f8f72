#include "image/header.h"

#include <webp/decode.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "image/byte_order.h"
#include "image/exif.h"

namespace dinofleet::image {
namespace {

constexpr uint8_t kPngSignature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

bool has(Bytes file, size_t at, const char* text, size_t length) {
  return at + length <= file.size() && std::memcmp(file.data() + at, text, length) == 0;
}

[[noreturn]] void fail_short(Bytes file, const char* format) {
  throw BadImage(std::string("the ") + format + " file ends after " + std::to_string(file.size()) +
                 " bytes, inside its header");
}

std::string quoted_start(Bytes file) {
  static const char* digits = "0123456789abcdef";
  std::string out;
  for (uint8_t byte : file.first(std::min<size_t>(file.size(), 12))) {
    if (byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\')
      out += static_cast<char>(byte);
    else
      out += std::string("\\x") + digits[byte >> 4] + digits[byte & 15];
  }
  return '"' + out + '"';
}

// Walks the chunks for an eXIf; a file cut short between them is the decoder's affair.
Header png_header(Bytes file) {
  constexpr size_t kChunkHead = 8, kChunkTail = 4, kIhdrBytes = 13;
  size_t at = sizeof(kPngSignature);
  if (file.size() < at + kChunkHead + kIhdrBytes) fail_short(file, "PNG");
  if (!has(file, at + 4, "IHDR", 4)) throw BadImage("the PNG file does not begin with an IHDR chunk");
  const uint32_t width = big32(&file[at + 8]), height = big32(&file[at + 12]);
  if (width > INT32_MAX || height > INT32_MAX) throw BadImage("the PNG file claims a side of more than 2^31 pixels");

  int orientation = 1;
  while (at + kChunkHead <= file.size()) {
    const size_t length = big32(&file[at]);
    const size_t data = at + kChunkHead;
    if (length > file.size() - data) break;
    if (has(file, at + 4, "eXIf", 4)) orientation = exif_orientation(file.subspan(data, length));
    at = data + length + kChunkTail;
  }
  return {Format::kPng, static_cast<int>(width), static_cast<int>(height), orientation};
}

// Walks the markers to the frame header. The first Exif segment before it has the orientation.
Header jpeg_header(Bytes file) {
  int orientation = 0;
  size_t at = 2;
  for (;;) {
    while (at < file.size() && file[at] != 0xff) ++at;
    while (at < file.size() && file[at] == 0xff) ++at;
    if (at >= file.size()) fail_short(file, "JPEG");
    const uint8_t marker = file[at++];
    if (marker == 0x00 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) continue;  // no length follows
    if (marker == 0xd9 || marker == 0xda) throw BadImage("the JPEG file has no frame header before its data");
    if (at + 2 > file.size()) fail_short(file, "JPEG");
    const size_t length = big16(&file[at]);
    if (length < 2) throw BadImage("the JPEG file has a segment of length " + std::to_string(length));
    if (length > file.size() - at) fail_short(file, "JPEG");
    const bool frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (frame) {
      if (length < 8) throw BadImage("the JPEG file has a frame header of " + std::to_string(length) + " bytes");
      const int height = static_cast<int>(big16(&file[at + 3])), width = static_cast<int>(big16(&file[at + 5]));
      return {Format::kJpeg, width, height, orientation == 0 ? 1 : orientation};
    }
    if (marker == 0xe1 && orientation == 0 && length >= 8 && has(file, at + 2, "Exif\0\0", 6))
      orientation = exif_orientation(file.subspan(at + 8, length - 8));
    at += length;
  }
}

Header webp_header(Bytes file) {
  WebPBitstreamFeatures features;
  const VP8StatusCode status = WebPGetFeatures(file.data(), file.size(), &features);
  if (status == VP8_STATUS_NOT_ENOUGH_DATA) fail_short(file, "WebP");
  if (status != VP8_STATUS_OK) throw BadImage("the WebP file has a broken header");

  int orientation = 1;
  size_t at = 12;
  while (at + 8 <= file.size()) {
    const size_t length = little32(&file[at + 4]);
    if (length > file.size() - at - 8) break;
    if (has(file, at, "EXIF", 4)) {
      const Bytes exif = file.subspan(at + 8, length);
      orientation = exif_orientation(has(exif, 0, "Exif\0\0", 6) ? exif.subspan(6) : exif);
    }
    at += 8 + length + (length & 1);  // chunks are padded to an even length
  }
  return {Format::kWebp, features.width, features.height, orientation};
}

Header any_header(Bytes file) {
  if (has(file, 0, reinterpret_cast<const char*>(kPngSignature), sizeof(kPngSignature))) return png_header(file);
  if (has(file, 0, "\xff\xd8\xff", 3)) return jpeg_header(file);
  if (has(file, 0, "RIFF", 4) && has(file, 8, "WEBP", 4)) return webp_header(file);
  if (file.empty()) throw BadImage("the file is empty");
  throw BadImage("not a PNG, JPEG or WebP file (starts with " + quoted_start(file) + ")");
}

}  // namespace

const char* name_of(Format format) {
  switch (format) {
    case Format::kPng: return "png";
    case Format::kJpeg: return "jpeg";
    case Format::kWebp: return "webp";
  }
  return "unknown";
}

Header read_header(Bytes file, int64_t max_pixels) {
  const Header header = any_header(file);
  const std::string claim = "the file claims " + std::to_string(header.width) + " x " + std::to_string(header.height) +
                            " pixels, ";
  if (header.width < 1 || header.height < 1) throw BadImage(claim + "expected at least 1 x 1");
  if (static_cast<int64_t>(header.width) * header.height > max_pixels)
    throw BadImage(claim + "more than the limit of " + std::to_string(max_pixels));
  if (std::max(header.width, header.height) > kMaxSide)
    throw BadImage(claim + "with a side above the limit of " + std::to_string(kMaxSide));
  return header;
}

}  // namespace dinofleet::image
