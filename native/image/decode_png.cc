// PNG by libpng. 16-bit samples keep their high byte, in grey images too, unless a range of them is asked for; grey and
// palettes become RGB.
#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <vector>

#include "image/byte_order.h"
#include "image/decode.h"
#include "image/png_chunks.h"

namespace dinofleet::image {
namespace {

// Chunks that say nothing of the pixels as PIL reads them, and that a crafted file can make expensive to unpack.
constexpr char kIgnoredChunks[] =
    "bKGD\0cHRM\0eXIf\0gAMA\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0pHYs\0sBIT\0sCAL\0sPLT\0sRGB\0tEXt\0tIME\0zTXt";
constexpr int kNumIgnoredChunks = sizeof(kIgnoredChunks) / 5;

// libpng reports by callback and must not be returned to: it is left by longjmp. Only `attempt` sets the jump, and
// what runs under it has no local that needs a destructor.
class PngReader {
 public:
  explicit PngReader(Bytes file) : rest_(file) {
    png_ = png_create_read_struct(
        PNG_LIBPNG_VER_STRING, this, [](png_structp png, png_const_charp what) { self(png).leave(what); },
        [](png_structp, png_const_charp) {});
    if (png_ == nullptr) throw std::bad_alloc();
    info_ = png_create_info_struct(png_);
    if (info_ == nullptr) {
      png_destroy_read_struct(&png_, nullptr, nullptr);
      throw std::bad_alloc();
    }
  }
  ~PngReader() { png_destroy_read_struct(&png_, &info_, nullptr); }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;

  template <typename Step>
  void attempt(Step step) {
    if (setjmp(jump_) != 0) throw BadImage(std::string("broken PNG data: ") + message_);
    step(png_, info_);
  }

  static void read(png_structp png, png_bytep to, size_t length) {
    PngReader& reader = *static_cast<PngReader*>(png_get_io_ptr(png));
    if (length > reader.rest_.size()) png_error(png, "the file ends early");
    std::memcpy(to, reader.rest_.data(), length);
    reader.rest_ = reader.rest_.subspan(length);
  }

  static void note_row(png_structp png, png_uint_32, int) { self(png).has_row_ = true; }
  // Whether any row was whole.
  bool has_row() const { return has_row_; }

 private:
  static PngReader& self(png_structp png) { return *static_cast<PngReader*>(png_get_error_ptr(png)); }

  [[noreturn]] void leave(const char* what) {
    std::strncpy(message_, what, sizeof(message_) - 1);
    std::longjmp(jump_, 1);
  }

  Bytes rest_;
  bool has_row_ = false;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  std::jmp_buf jump_;
  char message_[200] = "";
};

// What PIL has where rows are missing: samples that are all 0, with the alpha that they stand for.
uint32_t zero_pixel(png_structp png, png_infop info) {
  const int type = png_get_color_type(png, info);
  png_bytep alphas = nullptr;
  png_color_16p key = nullptr;
  int num_alphas = 0;
  png_get_tRNS(png, info, &alphas, &num_alphas, &key);
  if (type == PNG_COLOR_TYPE_PALETTE) {
    png_colorp colors = nullptr;
    int num_colors = 0;
    png_get_PLTE(png, info, &colors, &num_colors);
    const uint32_t alpha = num_alphas > 0 ? alphas[0] : 255;
    return num_colors == 0 ? alpha << 24
                           : colors[0].red | static_cast<uint32_t>(colors[0].green) << 8 |
                                 static_cast<uint32_t>(colors[0].blue) << 16 | alpha << 24;
  }
  const bool is_grey = (type & PNG_COLOR_MASK_COLOR) == 0;
  const bool keyed = key != nullptr && (is_grey ? key->gray == 0 : key->red == 0 && key->green == 0 && key->blue == 0);
  return (type & PNG_COLOR_MASK_ALPHA) != 0 || keyed ? 0u : 0xff000000u;
}

// Pixels of four big-endian samples of 16 bits to four of 8.
void to_levels(const uint8_t* wide, const SampleRange& range, Image& image) {
  uint8_t* out = image.bytes(0);
  for (size_t i = 0; i < image.numel(); ++i, wide += 8, out += 4) {
    for (int c = 0; c < 3; ++c) out[c] = level_of(static_cast<int>(big16(wide + 2 * c)), range);
    out[3] = wide[6];
  }
}

int highest_sample(const Image& image) {
  uint32_t highest = 0;
  const uint8_t* p = image.bytes(0);
  for (size_t i = 0; i < image.numel(); ++i, p += 4)
    for (int c = 0; c < 3; ++c) highest = std::max<uint32_t>(highest, p[c]);
  return static_cast<int>(highest);
}

// One reading of a file, whose rows go to `image`, or where they are of 16 bits first to `wide`.
Decoded read_png(Bytes file, const Header& header, const std::optional<SampleRange>& range, Damage damage) {
  PngReader reader(file);
  const bool ranged = range.has_value() && header.bits == 16;
  bool transparent = false;
  size_t row_bytes = 0;
  uint32_t missing = 0;
  reader.attempt([&](png_structp png, png_infop info) {
    png_set_read_fn(png, &reader, &PngReader::read);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, reinterpret_cast<png_const_bytep>(kIgnoredChunks),
                                kNumIgnoredChunks);
    if (damage == Damage::kRefuseAnywhere) png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    png_read_info(png, info);
    transparent = (png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA) != 0 ||
                  png_get_valid(png, info, PNG_INFO_tRNS) != 0;
    missing = zero_pixel(png, info);
    if (!ranged) png_set_strip_16(png);
    png_set_expand(png);
    png_set_gray_to_rgb(png);
    png_set_add_alpha(png, ranged ? 0xffff : 0xff, PNG_FILLER_AFTER);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    row_bytes = png_get_rowbytes(png, info);
  });
  if (row_bytes != static_cast<size_t>(header.width) * (ranged ? 8 : 4))
    throw BadImage("the PNG file has rows of an unknown layout");

  Decoded out{Image(header.height, header.width), "", std::nullopt};
  std::vector<uint8_t> wide(ranged ? row_bytes * header.height : 0);
  if (damage == Damage::kKeepRows) {
    out.image.fill(missing);
    if ((missing >> 24) != 0)
      for (size_t i = 6; i < wide.size(); i += 8) wide[i] = 255;
  }
  std::vector<png_bytep> rows(header.height);
  for (int y = 0; y < header.height; ++y) rows[y] = ranged ? &wide[row_bytes * y] : out.image.bytes(y);
  try {
    reader.attempt([&](png_structp png, png_infop) {
      png_set_read_status_fn(png, &PngReader::note_row);
      png_read_image(png, rows.data());
      png_read_end(png, nullptr);
    });
  } catch (const BadImage&) {
    if (damage != Damage::kKeepRows || !reader.has_row()) throw;
  }
  if (ranged) to_levels(wide.data(), *range, out.image);
  if (header.bits == 16 && !ranged) out.highest = highest_sample(out.image);
  if (transparent) lay_on_white(out.image);
  return out;
}

}  // namespace

Decoded decode_png(Bytes file, const Header& header, const std::optional<SampleRange>& range, Damage damage) {
  if (damage != Damage::kKeepRows) return read_png(file, header, range, damage);
  const std::vector<uint8_t> mended = mended_png(file);
  return read_png(mended, header, range, damage);
}

}  // namespace dinofleet::image
