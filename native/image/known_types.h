#pragma once

#include "image/header.h"

namespace dinofleet::image {

// What a file that is no image of ours is, with its article ("a TIFF image"), by its first bytes; null where that is not
// known.
const char* known_type(Bytes file);

}  // namespace dinofleet::image
