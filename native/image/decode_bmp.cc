// BMP, as PIL reads it: of 1, 4, 8, 16, 24 and 32 bits, run lengths, and the layouts of masks that are in use. Our own: the
// small libraries that read it are not meant for files of strangers, and know no run lengths.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "image/byte_order.h"
#include "image/decode.h"

namespace dinofleet::image {
namespace {

constexpr size_t kFileHeaderBytes = 14;

enum class Compression : uint32_t { kNone = 0, kRle8 = 1, kRle4 = 2, kMasks = 3, kJpeg = 4, kPng = 5 };

// Bytes of a pixel of 32 bits, from the lowest, that are red, green, blue and alpha; kNoAlpha is opaque.
constexpr uint8_t kNoAlpha = 4;
struct ByteOrder {
  uint8_t red, green, blue, alpha;
};
struct MaskedLayout {
  uint32_t red, green, blue, alpha;
  ByteOrder order;
};
constexpr MaskedLayout kLayouts[] = {
    {0x00ff0000, 0x0000ff00, 0x000000ff, 0x00000000, {2, 1, 0, kNoAlpha}},
    {0xff000000, 0x00ff0000, 0x0000ff00, 0x00000000, {3, 2, 1, kNoAlpha}},
    {0xff000000, 0x0000ff00, 0x000000ff, 0x00000000, {3, 1, 0, kNoAlpha}},
    {0xff000000, 0x00ff0000, 0x0000ff00, 0x000000ff, {3, 2, 1, 0}},
    {0x000000ff, 0x0000ff00, 0x00ff0000, 0xff000000, {0, 1, 2, 3}},
    {0x00ff0000, 0x0000ff00, 0x000000ff, 0xff000000, {2, 1, 0, 3}},
    {0xff000000, 0x0000ff00, 0x000000ff, 0x00ff0000, {3, 1, 0, 2}},
    {0x00000000, 0x00000000, 0x00000000, 0x00000000, {2, 1, 0, 3}},
};

struct Bmp {
  uint32_t width, height;
  bool top_down = false;
  uint32_t bits;
  Compression compression = Compression::kNone;
  size_t pixels_at;
  std::array<uint32_t, 256> colors;  // up to 8 bits
  bool green_has_6_bits = false;     // of 16 bits
  ByteOrder order{2, 1, 0, kNoAlpha};  // of 32 bits

  bool has_alpha() const { return bits == 32 && order.alpha != kNoAlpha; }
};

[[noreturn]] void refuse(const std::string& what) { throw BadImage("the BMP file has " + what + ", which is not read"); }

void read_masks(Bytes file, size_t header_bytes, Bmp& bmp) {
  // The three masks follow the shortest header, and are part of longer ones.
  const size_t at = kFileHeaderBytes + 40;
  const bool has_alpha = header_bytes >= 56;
  if (file.size() < at + (has_alpha ? 16 : 12)) fail_short(file, "BMP");
  const uint32_t red = little32(&file[at]), green = little32(&file[at + 4]), blue = little32(&file[at + 8]);
  const uint32_t alpha = has_alpha ? little32(&file[at + 12]) : 0;
  if (bmp.bits == 16 && red == 0xf800 && green == 0x07e0 && blue == 0x001f) {
    bmp.green_has_6_bits = true;
    return;
  }
  if (bmp.bits == 16 && red == 0x7c00 && green == 0x03e0 && blue == 0x001f) return;
  if (bmp.bits == 24 && red == 0xff0000 && green == 0x00ff00 && blue == 0x0000ff) return;
  for (const MaskedLayout& layout : kLayouts)
    if (bmp.bits == 32 && layout.red == red && layout.green == green && layout.blue == blue && layout.alpha == alpha) {
      bmp.order = layout.order;
      return;
    }
  refuse("an unusual layout of its " + std::to_string(bmp.bits) + " bits");
}

// Entries of 3 bytes in the oldest header, 4 in others. Indices beyond them are black.
void read_palette(Bytes file, size_t at, size_t entry_bytes, size_t count, Bmp& bmp) {
  bmp.colors.fill(0xff000000u);
  if (count > 65536) refuse("a palette of " + std::to_string(count) + " colours");
  for (size_t i = 0; i < std::min<size_t>(count, 256); ++i) {
    const size_t entry = at + i * entry_bytes;
    if (entry + 3 > file.size()) fail_short(file, "BMP");
    bmp.colors[i] = 0xff000000u | file[entry + 2] | static_cast<uint32_t>(file[entry + 1]) << 8 |
                    static_cast<uint32_t>(file[entry]) << 16;
  }
}

void check_layout(const Bmp& bmp) {
  const uint32_t bits = bmp.bits;
  if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32)
    refuse("pixels of " + std::to_string(bits) + " bits");
  switch (bmp.compression) {
    case Compression::kNone: return;
    case Compression::kRle8:
      if (bits == 8 && !bmp.top_down) return;
      break;
    case Compression::kRle4:
      if (bits == 4 && !bmp.top_down) return;
      break;
    case Compression::kMasks:
      if (bits >= 16) return;
      break;
    case Compression::kJpeg: refuse("a JPEG inside");
    case Compression::kPng: refuse("a PNG inside");
  }
  refuse("a compression of kind " + std::to_string(static_cast<uint32_t>(bmp.compression)) + " with pixels of " +
         std::to_string(bits) + " bits");
}

Bmp read_bmp_header(Bytes file) {
  if (file.size() < kFileHeaderBytes + 12) fail_short(file, "BMP");
  const size_t header_bytes = little32(&file[kFileHeaderBytes]);
  const uint8_t* p = &file[kFileHeaderBytes];
  constexpr size_t kSizes[] = {12, 40, 52, 56, 64, 108, 124};
  if (std::find(std::begin(kSizes), std::end(kSizes), header_bytes) == std::end(kSizes))
    throw BadImage("the BMP file has a header of " + std::to_string(header_bytes) + " bytes, which no BMP has");
  const size_t after_header = kFileHeaderBytes + header_bytes;
  if (file.size() < after_header) fail_short(file, "BMP");

  Bmp bmp{};
  bmp.order = {2, 1, 0, kNoAlpha};
  size_t num_colors = 0, entry_bytes = 4;
  if (header_bytes == 12) {
    bmp.width = little16(p + 4);
    bmp.height = little16(p + 6);
    bmp.bits = little16(p + 10);
    entry_bytes = 3;
  } else {
    bmp.width = little32(p + 4);
    bmp.top_down = p[11] == 0xff;  // a negative height
    bmp.height = bmp.top_down ? 0 - little32(p + 8) : little32(p + 8);
    bmp.bits = little16(p + 14);
    bmp.compression = static_cast<Compression>(little32(p + 16));
    num_colors = little32(p + 32);
  }
  check_layout(bmp);
  if (num_colors == 0) num_colors = size_t{1} << std::min(bmp.bits, 16u);
  if (bmp.width > INT32_MAX || bmp.height > INT32_MAX)
    throw BadImage("the BMP file claims a side of more than 2^31 pixels");
  if (bmp.bits <= 8) read_palette(file, after_header, entry_bytes, num_colors, bmp);
  if (bmp.compression == Compression::kMasks) read_masks(file, header_bytes, bmp);

  bmp.pixels_at = little32(&file[10]);
  const size_t masks = bmp.compression == Compression::kMasks && header_bytes == 40 ? 12 : 0;
  if (bmp.pixels_at == 0) bmp.pixels_at = after_header + masks;
  // Some writers forget that the palette comes first.
  if (bmp.pixels_at == after_header && bmp.bits <= 8) bmp.pixels_at += entry_bytes * num_colors;
  return bmp;
}

void unpack_row(const uint8_t* from, const Bmp& bmp, uint32_t* to, int width) {
  const auto pixel = [](uint32_t red, uint32_t green, uint32_t blue, uint32_t alpha = 255) {
    return red | green << 8 | blue << 16 | alpha << 24;
  };
  for (int x = 0; x < width; ++x) {
    switch (bmp.bits) {
      case 1: to[x] = bmp.colors[from[x / 8] >> (7 - x % 8) & 1]; break;
      case 4: to[x] = bmp.colors[from[x / 2] >> (x % 2 == 0 ? 4 : 0) & 15]; break;
      case 8: to[x] = bmp.colors[from[x]]; break;
      case 16: {
        const uint32_t v = little16(from + 2 * x);
        to[x] = bmp.green_has_6_bits ? pixel((v >> 11 & 31) * 255 / 31, (v >> 5 & 63) * 255 / 63, (v & 31) * 255 / 31)
                                     : pixel((v >> 10 & 31) * 255 / 31, (v >> 5 & 31) * 255 / 31, (v & 31) * 255 / 31);
        break;
      }
      case 24: to[x] = pixel(from[3 * x + 2], from[3 * x + 1], from[3 * x]); break;
      default: {
        const uint8_t* p = from + 4 * x;
        const auto [red, green, blue, alpha] = bmp.order;
        to[x] = pixel(p[red], p[green], p[blue], alpha == kNoAlpha ? 255 : p[alpha]);
      }
    }
  }
}

// Runs of one index, or of two in turn where an index has 4 bits. False where the data ends before it says so.
bool unpack_runs(Bytes data, const Bmp& bmp, Image& image) {
  const bool four_bits = bmp.compression == Compression::kRle4;
  int x = 0, y = 0;
  const auto put = [&](uint8_t index) {
    if (x < image.width && y < image.height) image.row(image.height - 1 - y)[x] = bmp.colors[index];
    ++x;
  };
  const auto index_of = [&](const uint8_t* from, size_t i) -> uint8_t {
    if (!four_bits) return from[i];
    return from[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15;
  };
  for (size_t at = 0; at + 2 <= data.size();) {
    const uint8_t count = data[at], value = data[at + 1];
    at += 2;
    if (count > 0) {
      const uint8_t pair[] = {value, value};
      for (size_t i = 0; i < count; ++i) put(four_bits ? index_of(pair, i % 2) : value);
    } else if (value == 0) {
      x = 0;
      ++y;
    } else if (value == 1) {
      return true;
    } else if (value == 2) {
      if (at + 2 > data.size()) return false;
      x += data[at];
      y += data[at + 1];
      at += 2;
    } else {
      const size_t bytes = four_bits ? (value + 1u) / 2 : value;
      if (at + bytes > data.size()) return false;
      for (size_t i = 0; i < value; ++i) put(index_of(&data[at], i));
      at += bytes + (bytes & 1);
    }
    if (y >= image.height || (y == image.height - 1 && x >= image.width)) return true;
  }
  return false;
}

}  // namespace

Header bmp_header(Bytes file) {
  const Bmp bmp = read_bmp_header(file);
  return {Format::kBmp, static_cast<int>(bmp.width), static_cast<int>(bmp.height)};
}

Image decode_bmp(Bytes file, const Header& header, Damage damage) {
  const Bmp bmp = read_bmp_header(file);
  const Bytes data = file.subspan(std::min(bmp.pixels_at, file.size()));
  const bool runs = bmp.compression == Compression::kRle8 || bmp.compression == Compression::kRle4;
  const size_t row_bytes = (static_cast<size_t>(bmp.width) * bmp.bits + 31) / 32 * 4;
  // The last row need not be padded.
  const size_t used_bytes = (static_cast<size_t>(bmp.width) * bmp.bits + 7) / 8;
  const size_t num_rows = data.size() < used_bytes ? 0 : (data.size() - used_bytes) / row_bytes + 1;
  const bool whole = runs || num_rows >= static_cast<size_t>(header.height);
  if (!whole && (damage != Damage::kKeepRows || num_rows == 0))
    throw BadImage("broken BMP data: the file ends early");

  Image image(header.height, header.width);
  image.fill(bmp.bits <= 8 ? bmp.colors[0] : bmp.has_alpha() ? 0u : 0xff000000u);
  if (runs) {
    if (!unpack_runs(data, bmp, image) && damage != Damage::kKeepRows)
      throw BadImage("broken BMP data: the file ends early");
  } else {
    for (int row = 0; row < std::min<int64_t>(header.height, num_rows); ++row)
      unpack_row(&data[row_bytes * row], bmp, image.row(bmp.top_down ? row : header.height - 1 - row), header.width);
  }
  if (bmp.has_alpha()) lay_on_white(image);
  return image;
}

}  // namespace dinofleet::image
