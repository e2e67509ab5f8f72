// GIF by giflib: the first frame, on the screen that it is drawn to.
#include <gif_lib.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "image/byte_order.h"
#include "image/decode.h"

namespace dinofleet::image {
namespace {

constexpr uint32_t kTransparent = 0xffffffffu;  // on white

class GifReader {
 public:
  explicit GifReader(Bytes file) : rest_(file) {
    int error = 0;
    gif_.reset(DGifOpen(this, &read, &error));
    if (!gif_) fail(error);
  }

  // Reads on to the first frame; true where it has a transparent colour, whose index is then in `transparent`.
  void to_first_frame() {
    for (;;) {
      GifRecordType type = UNDEFINED_RECORD_TYPE;
      check(DGifGetRecordType(gif_.get(), &type));
      if (type == IMAGE_DESC_RECORD_TYPE) return check(DGifGetImageDesc(gif_.get()));
      if (type != EXTENSION_RECORD_TYPE) throw BadImage("the GIF file has no image");
      int code = 0;
      GifByteType* block = nullptr;
      check(DGifGetExtension(gif_.get(), &code, &block));
      GraphicsControlBlock control;
      if (code == GRAPHICS_EXT_FUNC_CODE && block != nullptr &&
          DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK)
        transparent = control.TransparentColor;
      while (block != nullptr) check(DGifGetExtensionNext(gif_.get(), &block));
    }
  }

  // False where the data ends or is damaged; the line's pixels before that are there.
  bool read_line(uint8_t* line, int width) { return DGifGetLine(gif_.get(), line, width) == GIF_OK; }

  [[noreturn]] void fail() { fail(gif_->Error); }

  const GifFileType& gif() const { return *gif_; }
  const GifImageDesc& frame() const { return gif_->Image; }

  int transparent = NO_TRANSPARENT_COLOR;

 private:
  static int read(GifFileType* gif, GifByteType* to, int length) {
    GifReader& reader = *static_cast<GifReader*>(gif->UserData);
    const size_t count = std::min(reader.rest_.size(), static_cast<size_t>(length));
    std::memcpy(to, reader.rest_.data(), count);
    reader.rest_ = reader.rest_.subspan(count);
    return static_cast<int>(count);
  }

  void check(int status) {
    if (status != GIF_OK) fail();
  }
  [[noreturn]] static void fail(int error) {
    const char* why = GifErrorString(error);
    throw BadImage(std::string("broken GIF data: ") + (why != nullptr ? why : "it cannot be read"));
  }

  struct Close {
    void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
  };

  Bytes rest_;
  std::unique_ptr<GifFileType, Close> gif_;
};

// The pixel of each index: black where the map has none, grey of its number where there is no map.
std::vector<uint32_t> colors_of(const GifReader& reader) {
  const ColorMapObject* map = reader.frame().ColorMap ? reader.frame().ColorMap : reader.gif().SColorMap;
  std::vector<uint32_t> colors(256);
  for (uint32_t i = 0; i < 256; ++i) colors[i] = 0xff000000u | (map == nullptr ? i * 0x010101u : 0);
  for (int i = 0; map != nullptr && i < std::min(map->ColorCount, 256); ++i)
    colors[i] = 0xff000000u | map->Colors[i].Red | static_cast<uint32_t>(map->Colors[i].Green) << 8 |
                static_cast<uint32_t>(map->Colors[i].Blue) << 16;
  if (reader.transparent != NO_TRANSPARENT_COLOR) colors[reader.transparent & 255] = kTransparent;
  return colors;
}

// Rows of a frame in the order of the file.
std::vector<int> row_order(int height, bool interlaced) {
  std::vector<int> rows;
  for (const auto& [first, step] : interlaced ? std::vector<std::pair<int, int>>{{0, 8}, {4, 8}, {2, 4}, {1, 2}}
                                              : std::vector<std::pair<int, int>>{{0, 1}})
    for (int y = first; y < height; y += step) rows.push_back(y);
  return rows;
}

}  // namespace

// The screen, made larger where the frame reaches out of it.
Header gif_header(Bytes file) {
  GifReader reader(file);
  reader.to_first_frame();
  const GifImageDesc& frame = reader.frame();
  return {Format::kGif, std::max(reader.gif().SWidth, frame.Left + frame.Width),
          std::max(reader.gif().SHeight, frame.Top + frame.Height)};
}

Image decode_gif(Bytes file, const Header& header, Damage damage) {
  GifReader reader(file);
  reader.to_first_frame();
  const GifImageDesc& frame = reader.frame();
  const std::vector<uint32_t> colors = colors_of(reader);
  const uint8_t around = reader.transparent == NO_TRANSPARENT_COLOR ? 0 : static_cast<uint8_t>(reader.transparent);
  Image image(header.height, header.width);
  image.fill(colors[around]);
  std::vector<uint8_t> line(frame.Width);
  bool has_row = false;
  for (const int y : row_order(frame.Height, frame.Interlace)) {
    std::fill(line.begin(), line.end(), around);
    const bool whole = reader.read_line(line.data(), frame.Width);
    if (!whole && (damage != Damage::kKeepRows || !has_row)) reader.fail();
    uint32_t* row = image.row(frame.Top + y) + frame.Left;
    for (int x = 0; x < frame.Width; ++x) row[x] = colors[line[x]];
    if (!whole) break;
    has_row = true;
  }
  return image;
}

}  // namespace dinofleet::image
