#pragma once

#include "image/image.h"

namespace dinofleet::image {

// The upright image of one that is stored under an EXIF orientation, 1 to 8.
Image upright(Image stored, int orientation);

}  // namespace dinofleet::image
