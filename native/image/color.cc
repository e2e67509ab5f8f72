#include "image/color.h"

#include <algorithm>

#include "image/vector/color.h"

namespace dinofleet::image {
namespace {

int64_t count(const Image& image) { return static_cast<int64_t>(image.numel()); }

}  // namespace

void adjust_brightness(Image& image, double factor) {
  blend_from_level(image.row(0), count(image), 0, static_cast<float>(factor));
}

void adjust_contrast(Image& image, double factor) {
  const double mean = static_cast<double>(grey_sum(image.row(0), count(image))) / static_cast<double>(count(image));
  blend_from_level(image.row(0), count(image), static_cast<int>(mean + 0.5), static_cast<float>(factor));
}

void adjust_saturation(Image& image, double factor) {
  blend_from_grey(image.row(0), count(image), static_cast<float>(factor));
}

void adjust_hue(Image& image, double factor) { shift_hue(image.row(0), count(image), static_cast<int>(factor * 255)); }

void grayscale(Image& image) { to_grey(image.row(0), count(image)); }

void solarize(Image& image, double threshold) { invert_above(image.row(0), count(image), static_cast<int>(threshold)); }

void flip_horizontally(Image& image) {
  for (int y = 0; y < image.height; ++y) std::reverse(image.row(y), image.row(y) + image.width);
}

void write_planes(const Image& image, uint8_t* out) { to_planes(image.row(0), count(image), out); }

}  // namespace dinofleet::image
