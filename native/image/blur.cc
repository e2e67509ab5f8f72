#include "image/blur.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "image/vector/blur.h"

namespace dinofleet::image {
namespace {

constexpr int kRadius = kBlurTaps / 2;

std::array<float, kBlurTaps> gaussian(double sigma) {
  std::array<double, kBlurTaps> density;
  double sum = 0.0;
  for (int t = 0; t < kBlurTaps; ++t) sum += density[t] = std::exp(-0.5 * std::pow((t - kRadius) / sigma, 2));
  std::array<float, kBlurTaps> weights;
  for (int t = 0; t < kBlurTaps; ++t) weights[t] = static_cast<float>(density[t] / sum);
  return weights;
}

// Index mirrored into [0, size), as often as it takes where the image is smaller than the kernel's radius.
int mirrored(int index, int size) {
  if (size == 1) return 0;
  const int period = 2 * (size - 1);
  const int phase = ((index % period) + period) % period;
  return std::min(phase, period - phase);
}

}  // namespace

Image gaussian_blur(const Image& image, double sigma) {
  const auto weights = gaussian(sigma);
  Image out(image.height, image.width);
  const int64_t samples = static_cast<int64_t>(image.width) * 4;
  // The rows that one row is made of: row y is the y-th modulo their number.
  std::vector<float> window(samples * kBlurTaps);
  const auto in_window = [&](int y) { return window.data() + y % kBlurTaps * samples; };
  std::vector<float> line(samples + 2 * kRadius * 4);
  const auto pixel = [&](int x) { return line.data() + (x + kRadius) * 4; };
  int converted = 0;
  for (int y = 0; y < image.height; ++y) {
    for (; converted < std::min(y + kRadius + 1, image.height); ++converted)
      to_floats(image.bytes(converted), in_window(converted), samples);
    std::array<const float*, kBlurTaps> rows;
    for (int t = 0; t < kBlurTaps; ++t) rows[t] = in_window(mirrored(y + t - kRadius, image.height));
    blur_vertical(rows.data(), weights.data(), pixel(0), samples);
    for (int i = 1; i <= kRadius; ++i) {
      std::copy_n(pixel(mirrored(-i, image.width)), 4, pixel(-i));
      std::copy_n(pixel(mirrored(image.width - 1 + i, image.width)), 4, pixel(image.width - 1 + i));
    }
    blur_horizontal(line.data(), weights.data(), out.bytes(y), samples);
  }
  return out;
}

}  // namespace dinofleet::image
