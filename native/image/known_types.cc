#include "image/known_types.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace dinofleet::image {
namespace {

using namespace std::string_view_literals;

struct Signature {
  size_t at;
  std::string_view bytes;
  const char* type;
};

constexpr Signature kSignatures[] = {
    {0, "II*\0"sv, "a TIFF image"},
    {0, "MM\0*"sv, "a TIFF image"},
    {0, "II+\0"sv, "a BigTIFF image"},
    {0, "MM\0+"sv, "a BigTIFF image"},
    {4, "ftypavif"sv, "an AVIF image"},
    {4, "ftypavis"sv, "an AVIF image"},
    {4, "ftyphei"sv, "a HEIC image"},
    {4, "ftyphev"sv, "a HEIC image"},
    {4, "ftypmif1"sv, "a HEIF image"},
    {4, "ftypmsf1"sv, "a HEIF image"},
    {4, "ftyp"sv, "an MP4 or QuickTime video"},
    {0, "\xff\x0a"sv, "a JPEG XL image"},
    {0, "\0\0\0\x0cJXL \r\n\x87\n"sv, "a JPEG XL image"},
    {0, "\0\0\0\x0cjP  \r\n\x87\n"sv, "a JPEG 2000 image"},
    {0, "\xff\x4f\xff\x51"sv, "a JPEG 2000 image"},
    {0, "\xff\xd8\xff\xf7"sv, "a JPEG-LS image"},
    {0, "II\xbc"sv, "a JPEG XR image"},
    {0, "%PDF-"sv, "a PDF document"},
    {0, "%!PS"sv, "a PostScript document"},
    {0, "\xc5\xd0\xd3\xc6"sv, "a PostScript document"},
    {0, "8BPS"sv, "a Photoshop image"},
    {0, "gimp xcf"sv, "a GIMP image"},
    {0, "\0\0\1\0"sv, "a Windows icon"},
    {0, "\0\0\2\0"sv, "a Windows cursor"},
    {0, "icns"sv, "an Apple icon"},
    {0, "\x76\x2f\x31\x01"sv, "an OpenEXR image"},
    {0, "#?RADIANCE"sv, "a Radiance HDR image"},
    {0, "DDS "sv, "a DirectDraw surface"},
    {0, "qoif"sv, "a QOI image"},
    {0, "FLIF"sv, "a FLIF image"},
    {0, "BPG\xfb"sv, "a BPG image"},
    {0, "\x8aMNG"sv, "an MNG animation"},
    {128, "DICM"sv, "a DICOM image"},
    {0, "SIMPLE  ="sv, "a FITS image"},
    {0, "\x93NUMPY"sv, "a NumPy array"},
    {0, "\x89HDF\r\n\x1a\n"sv, "an HDF5 file"},
    {0, "\x1a\x45\xdf\xa3"sv, "a Matroska or WebM video"},
    {8, "AVI "sv, "an AVI video"},
    {0, "PK\3\4"sv, "a ZIP archive"},
    {0, "\x1f\x8b"sv, "a gzip archive"},
    {257, "ustar"sv, "a tar archive"},
    {0, "\0\5\x16\7"sv, "an AppleDouble file, which macOS writes beside a file for its attributes"},
    {0, "version https://git-lfs"sv, "a pointer of Git LFS, not the file itself: run git lfs pull"},
};

bool starts_with(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), text.begin(),
                    [](char want, char c) { return want == std::tolower(static_cast<unsigned char>(c)); });
}

// Markup, and the pixel maps of Netpbm.
const char* text_type(std::string_view text) {
  if (text.size() > 2 && text[0] == 'P' && text[1] >= '1' && text[1] <= '7' && std::isspace(text[2]))
    return "a PNM image";
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  if (starts_with(text, "<svg")) return "an SVG drawing";
  if (starts_with(text, "<!doctype html") || starts_with(text, "<html")) return "an HTML page";
  if (!starts_with(text, "<?xml") && !starts_with(text, "<!")) return nullptr;
  return text.find("<svg") != text.npos ? "an SVG drawing" : "an XML document";
}

}  // namespace

const char* known_type(Bytes file) {
  for (const auto& [at, bytes, type] : kSignatures)
    if (has(file, at, bytes)) return type;
  constexpr size_t kLooked = 4096;  // a drawing may begin with a comment
  return text_type({reinterpret_cast<const char*>(file.data()), std::min(file.size(), kLooked)});
}

}  // namespace dinofleet::image
