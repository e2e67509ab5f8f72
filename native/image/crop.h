// One crop of an image, as TypeScript drew it (`Crop` in src/data/crops/image-addon.ts).
#pragma once

#include <vector>

#include "image/image.h"

namespace dinofleet::image {

enum class OpKind { kBrightness, kContrast, kSaturation, kHue, kGrayscale, kBlur, kSolarize };

struct Op {
  OpKind kind;
  double amount;  // factor, sigma or threshold; nothing for grayscale
};

struct Crop {
  Box box;
  int height, width;  // that the box is resized to
  Box window;         // of the resized box, that is kept
  bool flip;
  std::vector<Op> ops;  // in order

  bool fits(const Image& image) const;
  // The pixels that it takes of an image that it fits.
  Box reach() const;
};

// Throws std::range_error where the box reaches out of the image.
Image take_crop(const Image& image, const Crop& crop);

}  // namespace dinofleet::image
