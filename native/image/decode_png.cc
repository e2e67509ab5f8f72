// PNG by libpng. 16-bit samples keep their high byte, in grey images too; grey and palettes become RGB.
#include <png.h>

#include <csetjmp>
#include <cstring>
#include <vector>

#include "image/decode.h"

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

 private:
  static PngReader& self(png_structp png) { return *static_cast<PngReader*>(png_get_error_ptr(png)); }

  [[noreturn]] void leave(const char* what) {
    std::strncpy(message_, what, sizeof(message_) - 1);
    std::longjmp(jump_, 1);
  }

  Bytes rest_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  std::jmp_buf jump_;
  char message_[200] = "";
};

}  // namespace

Image decode_png(Bytes file, const Header& header) {
  PngReader reader(file);
  bool transparent = false;
  size_t row_bytes = 0;
  reader.attempt([&](png_structp png, png_infop info) {
    png_set_read_fn(png, &reader, &PngReader::read);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, reinterpret_cast<png_const_bytep>(kIgnoredChunks),
                                kNumIgnoredChunks);
    png_read_info(png, info);
    transparent = (png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA) != 0 ||
                  png_get_valid(png, info, PNG_INFO_tRNS) != 0;
    png_set_strip_16(png);
    png_set_expand(png);
    png_set_gray_to_rgb(png);
    png_set_add_alpha(png, 0xff, PNG_FILLER_AFTER);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    row_bytes = png_get_rowbytes(png, info);
  });
  if (row_bytes != static_cast<size_t>(header.width) * 4) throw BadImage("the PNG file has rows of an unknown layout");

  Image image(header.height, header.width);
  std::vector<png_bytep> rows(header.height);
  for (int y = 0; y < header.height; ++y) rows[y] = image.bytes(y);
  reader.attempt([&](png_structp png, png_infop) {
    png_read_image(png, rows.data());
    png_read_end(png, nullptr);
  });
  if (transparent) lay_on_white(image);
  return image;
}

}  // namespace dinofleet::image
