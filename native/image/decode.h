// A whole file to pixels, as PIL's convert('RGB') gives them, but for transparency: it is laid on white.
#pragma once

#include "image/header.h"

namespace dinofleet::image {

// Upright. Throws BadImage on a file that is broken anywhere, also behind its first rows: no half images.
Image decode(Bytes file, int64_t max_pixels);

// The formats, as stored. `header` is the file's.
Image decode_jpeg(Bytes file, const Header& header);
Image decode_png(Bytes file, const Header& header);
Image decode_webp(Bytes file, const Header& header);

// Lays pixels with alpha in their fourth byte on white, with PIL's rounding.
void lay_on_white(Image& image);

}  // namespace dinofleet::image
