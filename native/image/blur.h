#pragma once

#include "image/image.h"

namespace dinofleet::image {

// Gaussian over 9 x 9 pixels, mirrored at the edges without repeating them, as torchvision's gaussian_blur.
// sigma > 0, in pixels.
Image gaussian_blur(const Image& image, double sigma);

}  // namespace dinofleet::image
