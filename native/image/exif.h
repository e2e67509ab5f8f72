#pragma once

#include "image/header.h"

namespace dinofleet::image {

// The orientation, 1 to 8, in an EXIF block (a TIFF header and its first directory); 1 where it has none or is broken:
// a damaged note is no reason to refuse the picture.
int exif_orientation(Bytes tiff);

}  // namespace dinofleet::image
