// JPEG by libjpeg-turbo, with its accurate DCT and smooth chroma, as PIL does it.
#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <vector>
// jpeglib.h wants FILE declared before it, jerror.h wants jpeglib.h.
#include <jpeglib.h>
#include <jerror.h>

#include "image/decode.h"
#include "image/rounding.h"

namespace dinofleet::image {
namespace {

// A crafted progressive file can ask for thousands of passes over the whole image; real ones have about ten.
constexpr int kMaxScans = 200;

// libjpeg reports by callback and must not be returned to: it is left by longjmp. Only `attempt` sets the jump, and
// what runs under it has no local that needs a destructor.
class Decompressor {
 public:
  Decompressor(Bytes file, Damage damage) : damage_(damage) {
    info_.err = jpeg_std_error(&errors_);
    info_.client_data = this;
    errors_.error_exit = [](j_common_ptr info) { self(info).leave(info); };
    errors_.emit_message = [](j_common_ptr info, int level) {
      const bool refused = self(info).damage_ != Damage::kKeepRows;
      if (level < 0 && refused && loses_pixels(info->err->msg_code)) self(info).leave(info);
    };
    errors_.output_message = [](j_common_ptr) {};
    progress_.progress_monitor = [](j_common_ptr info) {
      if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > kMaxScans) self(info).leave("too many scans");
    };
    attempt([&] {
      jpeg_create_decompress(&info_);
      info_.progress = &progress_;
      jpeg_mem_src(&info_, file.data(), file.size());
    });
  }
  ~Decompressor() { jpeg_destroy_decompress(&info_); }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;

  jpeg_decompress_struct& info() { return info_; }

  template <typename Step>
  void attempt(Step step) {
    if (setjmp(jump_) != 0) throw BadImage(std::string("broken JPEG data: ") + message_);
    step();
  }

 private:
  static Decompressor& self(j_common_ptr info) { return *static_cast<Decompressor*>(info->client_data); }

  // Warnings after which libjpeg goes on with invented pixels. The others (stray bytes, odd versions) are harmless.
  static bool loses_pixels(int code) {
    return code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE || code == JWRN_MUST_RESYNC ||
           code == JWRN_ARITH_BAD_CODE;
  }

  [[noreturn]] void leave(j_common_ptr info) {
    info->err->format_message(info, message_);
    std::longjmp(jump_, 1);
  }
  [[noreturn]] void leave(const char* why) {
    std::snprintf(message_, sizeof(message_), "%s", why);
    std::longjmp(jump_, 1);
  }

  jpeg_decompress_struct info_{};
  jpeg_error_mgr errors_{};
  jpeg_progress_mgr progress_{};
  Damage damage_;
  std::jmp_buf jump_;
  char message_[JMSG_LENGTH_MAX] = "";
};

// What is missing of a damaged file: all samples 0, which is no ink.
constexpr uint32_t kBlack = 0xff000000u, kWhite = 0xffffffffu;

// CMYK as Adobe stores it, all four inverted: what is stored of a colour is the paper's brightness under its ink.
void cmyk_to_rgb(const uint8_t* cmyk, uint8_t* rgbx, int width) {
  for (int x = 0; x < width; ++x, cmyk += 4, rgbx += 4) {
    const uint32_t bright = cmyk[3];
    for (int c = 0; c < 3; ++c) rgbx[c] = static_cast<uint8_t>(bright - multiply_255(255u - cmyk[c], bright));
    rgbx[3] = 255;
  }
}

// Those of `wanted` that the image has, and as many around them that whole MCUs lie between them and what is left out: of that
// nothing is seen then, also where chroma is interpolated.
Box with_margin(const Box& wanted, const jpeg_decompress_struct& info) {
  const int rows = 2 * DCTSIZE * info.max_v_samp_factor, columns = 2 * DCTSIZE * info.max_h_samp_factor;
  const int height = static_cast<int>(info.image_height), width = static_cast<int>(info.image_width);
  const int top = std::clamp(wanted.top - rows, 0, height - 1), left = std::clamp(wanted.left - columns, 0, width - 1);
  return {top, left, std::clamp(wanted.bottom() + rows, top + 1, height) - top,
          std::clamp(wanted.right() + columns, left + 1, width) - left};
}

}  // namespace

Image decode_jpeg(Bytes file, const Header& header, const std::optional<Box>& wanted, Damage damage) {
  Decompressor decompressor(file, damage);
  jpeg_decompress_struct& info = decompressor.info();
  decompressor.attempt([&] { jpeg_read_header(&info, TRUE); });
  if (static_cast<int>(info.image_width) != header.width || static_cast<int>(info.image_height) != header.height)
    throw BadImage("the JPEG file has two frame headers of different sizes");

  const bool cmyk = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
  info.out_color_space = cmyk ? JCS_CMYK : JCS_EXT_RGBX;
  Image image(header.height, header.width);
  if (damage == Damage::kKeepRows) image.fill(cmyk ? kWhite : kBlack);
  std::vector<uint8_t> cmyk_row(cmyk ? static_cast<size_t>(header.width) * 4 : 0);
  const bool in_part = wanted && !cmyk && damage != Damage::kKeepRows;
  const Box part = in_part ? with_margin(*wanted, info) : Box{0, 0, header.height, header.width};
  JDIMENSION left = static_cast<JDIMENSION>(part.left), width = static_cast<JDIMENSION>(part.width);
  const auto skip_to = [&](int row) {
    const int count = row - static_cast<int>(info.output_scanline);
    if (count > 0) jpeg_skip_scanlines(&info, static_cast<JDIMENSION>(count));
  };
  const auto read_to = [&](int end) {
    while (static_cast<int>(info.output_scanline) < end) {
      uint8_t* out = image.bytes(static_cast<int>(info.output_scanline)) + left * 4;
      uint8_t* row = cmyk ? cmyk_row.data() : out;
      jpeg_read_scanlines(&info, &row, 1);
      if (cmyk) cmyk_to_rgb(row, out, header.width);
    }
  };
  const auto read = [&] {
    jpeg_start_decompress(&info);
    if (in_part) jpeg_crop_scanline(&info, &left, &width);
    skip_to(part.top);
    read_to(part.bottom());
    // The last row is read in any case: up to there all data is decoded, and what is broken found.
    skip_to(header.height - 1);
    read_to(header.height);
    jpeg_finish_decompress(&info);
  };
  try {
    decompressor.attempt(read);
  } catch (const BadImage&) {
    if (damage != Damage::kKeepRows || info.output_scanline == 0) throw;
  }
  return image;
}

}  // namespace dinofleet::image
