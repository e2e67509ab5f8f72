#include "image/crop.h"

#include "image/blur.h"
#include "image/color.h"
#include "image/resize.h"

namespace dinofleet::image {
namespace {

void apply(Image& image, const Op& op) {
  switch (op.kind) {
    case OpKind::kBrightness: return adjust_brightness(image, op.amount);
    case OpKind::kContrast: return adjust_contrast(image, op.amount);
    case OpKind::kSaturation: return adjust_saturation(image, op.amount);
    case OpKind::kHue: return adjust_hue(image, op.amount);
    case OpKind::kGrayscale: return grayscale(image);
    case OpKind::kSolarize: return solarize(image, op.amount);
    case OpKind::kBlur: image = gaussian_blur(image, op.amount);
  }
}

}  // namespace

bool Crop::fits(const Image& image) const {
  return box.top <= image.height - box.height && box.left <= image.width - box.width;
}

Box Crop::reach() const { return image::reach(box, height, width, window); }

Image take_crop(const Image& image, const Crop& crop) {
  if (!crop.fits(image))
    throw std::range_error("a box of " + std::to_string(crop.box.height) + " x " + std::to_string(crop.box.width) +
                           " at row " + std::to_string(crop.box.top) + ", column " + std::to_string(crop.box.left) +
                           " reaches out of the image of " + std::to_string(image.height) + " x " +
                           std::to_string(image.width) + " (height x width)");
  Image out = resize(image, crop.box, crop.height, crop.width, crop.window);
  if (crop.flip) flip_horizontally(out);
  for (const Op& op : crop.ops) apply(out, op);
  return out;
}

}  // namespace dinofleet::image
