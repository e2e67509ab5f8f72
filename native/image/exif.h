#pragma once

#include <optional>

#include "image/header.h"

namespace dinofleet::image {

// The orientation in an EXIF block (a TIFF header and its first directory, perhaps after "Exif\0\0"), of any numeric type
// and in either byte order; 0 where it is no such number, or the block is no TIFF. Nothing where it is not there or cannot be
// reached.
std::optional<int> exif_orientation(Bytes exif);

}  // namespace dinofleet::image
