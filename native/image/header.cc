#include "image/header.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "image/known_types.h"

namespace dinofleet::image {
namespace {

using namespace std::string_view_literals;

constexpr const char* kFormats = "PNG, JPEG, WebP, GIF or BMP";

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

Header any_header(Bytes file) {
  if (has(file, 0, "\x89PNG\r\n\x1a\n"sv)) return png_header(file);
  // The fourth byte of JPEG-LS, which libjpeg does not read, would be its frame header.
  if (has(file, 0, "\xff\xd8\xff"sv) && !has(file, 3, "\xf7"sv)) return jpeg_header(file);
  if (has(file, 0, "RIFF"sv) && has(file, 8, "WEBP"sv)) return webp_header(file);
  if (has(file, 0, "GIF87a"sv) || has(file, 0, "GIF89a"sv)) return gif_header(file);
  if (file.empty()) throw BadImage("the file is empty");
  // Two letters are a weak signature: others go first.
  if (const char* type = known_type(file))
    throw BadImage(std::string(type) + ", expected " + kFormats + "; convert it, or leave it out");
  if (has(file, 0, "BM"sv)) return bmp_header(file);
  throw BadImage(std::string("not a ") + kFormats + " file (starts with " + quoted_start(file) + ")");
}

}  // namespace

bool has(Bytes file, size_t at, std::string_view text) {
  return at + text.size() <= file.size() && std::memcmp(file.data() + at, text.data(), text.size()) == 0;
}

void fail_short(Bytes file, const char* format) {
  throw BadImage(std::string("the ") + format + " file ends after " + std::to_string(file.size()) +
                 " bytes, inside its header");
}

const char* name_of(Format format) {
  switch (format) {
    case Format::kPng: return "png";
    case Format::kJpeg: return "jpeg";
    case Format::kWebp: return "webp";
    case Format::kGif: return "gif";
    case Format::kBmp: return "bmp";
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
