#include <zlib.h>

#include <optional>
#include <string>
#include <vector>

#include "image/byte_order.h"
#include "image/header.h"
#include "image/orientation.h"
#include "image/png_chunks.h"

namespace dinofleet::image {
namespace {

using namespace std::string_view_literals;

constexpr size_t kIhdrBytes = 13;
constexpr size_t kMostText = 1 << 20;  // PIL's limit too

// What a text unpacks to, as far as it goes; nothing where it is damaged or too long.
std::string inflated(Bytes packed) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) throw std::bad_alloc();
  std::string text(kMostText, '\0');
  stream.next_in = const_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  const int status = inflate(&stream, Z_SYNC_FLUSH);
  inflateEnd(&stream);
  const bool whole = status == Z_STREAM_END || (status == Z_OK && stream.avail_out > 0) || status == Z_BUF_ERROR;
  text.resize(whole ? text.size() - stream.avail_out : 0);
  return text;
}

// The rest behind the first zero byte; nothing where there is none.
std::optional<Bytes> after_zero(Bytes bytes) {
  for (size_t i = 0; i < bytes.size(); ++i)
    if (bytes[i] == 0) return bytes.subspan(i + 1);
  return std::nullopt;
}

std::string plain(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

// The text of a tEXt, zTXt or iTXt chunk with this keyword; nothing of another chunk, and of one that is malformed.
std::optional<std::string> text_of(const PngChunk& chunk, std::string_view keyword) {
  const bool named = has(chunk.data, 0, keyword) && has(chunk.data, keyword.size(), "\0"sv);
  if (!named) return std::nullopt;
  const Bytes rest = chunk.data.subspan(keyword.size() + 1);
  if (chunk.is("tEXt")) return plain(rest);
  if (chunk.is("zTXt") && rest.size() >= 1 && rest[0] == 0) return inflated(rest.subspan(1));
  if (!chunk.is("iTXt") || rest.size() < 2) return std::nullopt;
  const bool packed = rest[0] != 0;
  if (packed && rest[1] != 0) return std::nullopt;
  const auto language_left = after_zero(rest.subspan(2));
  const auto text = language_left ? after_zero(*language_left) : std::nullopt;
  if (!text) return std::nullopt;
  return packed ? inflated(*text) : plain(*text);
}

// An Exif block in hexadecimal digits, behind three lines: empty, name, length. Nothing where it is malformed.
std::vector<uint8_t> raw_profile(std::string_view text) {
  for (int line = 0; line < 3; ++line) {
    const size_t end = text.find('\n');
    if (end == text.npos) return {};
    text.remove_prefix(end + 1);
  }
  const auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::vector<uint8_t> bytes;
  int high = -1;
  for (const char c : text) {
    if (" \t\n\r\f\v"sv.find(c) != std::string_view::npos && high < 0) continue;
    const int value = digit(c);
    if (value < 0) return {};
    if (high >= 0) bytes.push_back(static_cast<uint8_t>(high << 4 | value));
    high = high >= 0 ? -1 : value;
  }
  return high < 0 ? bytes : std::vector<uint8_t>{};
}

Bytes bytes_of(const std::string& text) { return {reinterpret_cast<const uint8_t*>(text.data()), text.size()}; }

}  // namespace

// Notes stand before or behind the pixels. An eXIf chunk goes before ImageMagick's raw profile; of several, the last.
Header png_header(Bytes file) {
  if (file.size() < kPngSignatureBytes + kPngChunkHead + kIhdrBytes) fail_short(file, "PNG");
  if (!has(file, kPngSignatureBytes + 4, "IHDR")) throw BadImage("the PNG file does not begin with an IHDR chunk");
  const Bytes ihdr = file.subspan(kPngSignatureBytes + kPngChunkHead, kIhdrBytes);
  const uint32_t width = big32(&ihdr[0]), height = big32(&ihdr[4]);
  if (width > INT32_MAX || height > INT32_MAX) throw BadImage("the PNG file claims a side of more than 2^31 pixels");

  std::optional<Bytes> exif;
  std::string profile, xmp;
  PngChunks chunks(file);
  while (const auto chunk = chunks.next()) {
    if (chunk->is("IEND") || chunk->is_cut_short) break;
    if (chunk->is("eXIf")) exif = chunk->data;
    if (auto text = text_of(*chunk, "Raw profile type exif")) profile = std::move(*text);
    if (auto text = text_of(*chunk, "XML:com.adobe.xmp")) xmp = std::move(*text);
  }
  const std::vector<uint8_t> unpacked = exif ? std::vector<uint8_t>{} : raw_profile(profile);
  return {Format::kPng, static_cast<int>(width), static_cast<int>(height),
          orientation_of(exif ? *exif : Bytes(unpacked), bytes_of(xmp)), ihdr[8]};
}

}  // namespace dinofleet::image
