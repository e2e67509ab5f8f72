#pragma once

#include "image/image.h"

namespace dinofleet::image {

// The box of `source` as an image of its own, resized to (height, width) bicubic with antialias, and of that the
// window: what lies outside is not computed. As Pillow's resize, to the bit: 8-bit samples between the two passes,
// fixed-point weights. The box lies inside the source and the window inside (height, width); all are at least 1 x 1.
Image resize(const Image& source, Box box, int height, int width, Box window);

// The part of the source whose pixels that takes.
Box reach(Box box, int height, int width, Box window);

}  // namespace dinofleet::image
