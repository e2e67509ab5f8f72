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

// Of red, green and blue between 0 and 1.
struct Normalization {
  float mean[3], std[3];
};
// out (3, height, width) = (image / 255 - mean) / std
void normalize(const Image& image, const Normalization& normalization, float* out);

}  // namespace dinofleet::image
