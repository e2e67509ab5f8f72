#include "image/vector/blur.h"

namespace dinofleet::image::ISA {

void to_floats(const uint8_t* samples, float* __restrict out, int64_t n) {
  for (int64_t i = 0; i < n; ++i) out[i] = static_cast<float>(samples[i]);
}

void blur_vertical(const float* const* rows, const float* weights, float* __restrict line, int64_t n) {
  for (int64_t i = 0; i < n; ++i) {
    float sum = 0.0f;
    for (int t = 0; t < kBlurTaps; ++t) sum += weights[t] * rows[t][i];
    line[i] = sum;
  }
}

void blur_horizontal(const float* line, const float* weights, uint8_t* __restrict dst, int64_t n) {
  // Added to a small number, leaves it rounded half to even in the low bits.
  constexpr float kRoundHalfEven = 12582912.0f;  // 1.5 * 2^23
  for (int64_t i = 0; i < n; ++i) {
    float sum = 0.0f;
    for (int t = 0; t < kBlurTaps; ++t) sum += weights[t] * line[i + 4 * t];
    const float rounded = (sum + kRoundHalfEven) - kRoundHalfEven;
    dst[i] = static_cast<uint8_t>(static_cast<int>(rounded));
  }
}

}  // namespace dinofleet::image::ISA
