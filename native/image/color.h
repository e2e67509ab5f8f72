// Changes of colour as torchvision makes them on PIL images, in place.
#pragma once

#include "image/image.h"

namespace dinofleet::image {

void adjust_brightness(Image& image, double factor);
void adjust_contrast(Image& image, double factor);
void adjust_saturation(Image& image, double factor);
// `factor` in turns, -0.5 to 0.5.
void adjust_hue(Image& image, double factor);
void grayscale(Image& image);
void solarize(Image& image, double threshold);
void flip_horizontally(Image& image);

// ImageNet's mean and standard deviation taken out; out (3, height, width).
void normalize(const Image& image, float* out);

}  // namespace dinofleet::image
