#pragma once

#include "image/vector/kernel.h"

namespace dinofleet::image {

constexpr int kBlurTaps = 9;

DINOFLEET_KERNEL(void, to_floats, (const uint8_t* samples, float* out, int64_t n))
// line[i] = sum over t of weights[t] * rows[t][i], for n samples.
DINOFLEET_KERNEL(void, blur_vertical, (const float* const* rows, const float* weights, float* line, int64_t n))
// dst[i] = sum over t of weights[t] * line[i + 4 t], for n samples of 4-sample pixels; rounded half to even.
DINOFLEET_KERNEL(void, blur_horizontal, (const float* line, const float* weights, uint8_t* dst, int64_t n))

}  // namespace dinofleet::image
