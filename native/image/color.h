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

// out (3, height, width): red, green, blue.
void write_planes(const Image& image, uint8_t* out);

}  // namespace dinofleet::image
