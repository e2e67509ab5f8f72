#pragma once

#include "image/header.h"

namespace dinofleet::image {

// The orientation that a file's notes give, 1 to 8, as PIL's ImageOps.exif_transpose finds it: the EXIF block's, or where
// that has none XMP's. 1 where neither has a valid one: a damaged note is no reason to refuse the picture.
// exif: a TIFF header and its first directory, perhaps after "Exif\0\0"; either may be empty
int orientation_of(Bytes exif, Bytes xmp);

}  // namespace dinofleet::image
