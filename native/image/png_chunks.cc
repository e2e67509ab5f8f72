#include "image/png_chunks.h"

#include <zlib.h>

#include <algorithm>
#include <string>

#include "image/byte_order.h"

namespace dinofleet::image {
namespace {

uint32_t checksum_of(const PngChunk& chunk) {
  const uLong of_name = crc32(0, reinterpret_cast<const Bytef*>(chunk.name.data()), 4);
  return static_cast<uint32_t>(crc32(of_name, chunk.data.data(), static_cast<uInt>(chunk.data.size())));
}

void append_big32(std::vector<uint8_t>& out, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<uint8_t>(value >> shift));
}

void append(std::vector<uint8_t>& out, const PngChunk& chunk) {
  append_big32(out, static_cast<uint32_t>(chunk.data.size()));
  out.insert(out.end(), chunk.name.begin(), chunk.name.end());
  out.insert(out.end(), chunk.data.begin(), chunk.data.end());
  append_big32(out, checksum_of(chunk));
}

}  // namespace

std::optional<PngChunk> PngChunks::next() {
  if (at_ >= file_.size() || file_.size() - at_ < kPngChunkHead) return std::nullopt;
  const size_t length = big32(&file_[at_]);
  const std::string_view name(reinterpret_cast<const char*>(&file_[at_ + 4]), 4);
  const size_t start = at_ + kPngChunkHead;
  const size_t there = std::min(length, file_.size() - start);
  at_ = start + there + kPngChunkTail;
  const bool has_checksum = there == length && at_ <= file_.size();
  return PngChunk{name, file_.subspan(start, there), has_checksum ? big32(&file_[start + there]) : 0, there < length};
}

std::vector<uint8_t> mended_png(Bytes file) {
  std::vector<uint8_t> out(file.begin(), file.begin() + kPngSignatureBytes);
  bool has_pixels = false;
  PngChunks chunks(file);
  while (const auto chunk = chunks.next()) {
    if (chunk->is("IEND")) break;
    const bool is_pixels = chunk->is("IDAT");
    if (!is_pixels && chunk->is_cut_short) break;
    if ((chunk->is("IHDR") || chunk->is("PLTE")) && chunk->checksum != checksum_of(*chunk))
      throw BadImage("the PNG file has a wrong checksum in its " + std::string(chunk->name) + " chunk");
    append(out, *chunk);
    has_pixels = has_pixels || is_pixels;
  }
  if (!has_pixels) throw BadImage("the PNG file ends before its pixels");
  append(out, {"IEND", {}, 0, false});
  return out;
}

}  // namespace dinofleet::image
