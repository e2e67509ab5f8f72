#include <string>
#include <vector>

#include "image/byte_order.h"
#include "image/header.h"
#include "image/orientation.h"

namespace dinofleet::image {
namespace {

using namespace std::string_view_literals;

constexpr auto kExif = "Exif\0\0"sv;
constexpr auto kXmp = "http://ns.adobe.com/xap/1.0/\0"sv;

constexpr uint8_t kEndOfImage = 0xd9, kStartOfScan = 0xda, kApp1 = 0xe1;

bool has_length(uint8_t marker) { return marker != 0x00 && marker != 0x01 && !(marker >= 0xd0 && marker <= 0xd8); }

bool is_frame(uint8_t marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

}  // namespace

// Walks the markers to the first scan: notes may stand behind the frame header, and an Exif block may take several segments.
Header jpeg_header(Bytes file) {
  Header header{Format::kJpeg, 0, 0};
  bool has_frame = false;
  std::vector<uint8_t> exif;
  Bytes xmp;
  size_t at = 2;
  for (;;) {
    while (at < file.size() && file[at] != 0xff) ++at;
    while (at < file.size() && file[at] == 0xff) ++at;
    if (at >= file.size() && has_frame) break;
    if (at >= file.size()) fail_short(file, "JPEG");
    const uint8_t marker = file[at++];
    if (!has_length(marker)) continue;
    if (marker == kEndOfImage || marker == kStartOfScan) {
      if (!has_frame) throw BadImage("the JPEG file has no frame header before its data");
      break;
    }
    // What is broken behind the frame header is the decoder's affair.
    const size_t length = at + 2 > file.size() ? 0 : big16(&file[at]);
    if (has_frame && (length < 2 || length > file.size() - at)) break;
    if (at + 2 > file.size()) fail_short(file, "JPEG");
    if (length < 2) throw BadImage("the JPEG file has a segment of length " + std::to_string(length));
    if (length > file.size() - at) fail_short(file, "JPEG");
    const Bytes segment = file.subspan(at + 2, length - 2);
    if (is_frame(marker) && !has_frame) {
      if (length < 8) throw BadImage("the JPEG file has a frame header of " + std::to_string(length) + " bytes");
      header.bits = segment[0];
      header.height = static_cast<int>(big16(&segment[1]));
      header.width = static_cast<int>(big16(&segment[3]));
      has_frame = true;
    } else if (marker == kApp1 && has(segment, 0, kExif)) {
      exif.insert(exif.end(), segment.begin() + kExif.size(), segment.end());
    } else if (marker == kApp1 && has(segment, 0, kXmp)) {
      xmp = segment.subspan(kXmp.size());
    }
    at += length;
  }
  header.orientation = orientation_of(exif, xmp);
  return header;
}

}  // namespace dinofleet::image
