#pragma once

#include "image/vector/kernel.h"

namespace dinofleet::image {

// Fraction bits of a weight, as in Pillow: 32, less 8 for a sample and 2 for the overshoot of the filter.
constexpr int kWeightBits = 22;

// dst[x] = sum over t of weights[x][t] * src[starts[x] + t], for n pixels. Taps come in pairs: `weights` holds, for
// each pixel and pair, four times the first and four times the second weight. Reads whole pairs: up to one pixel more.
DINOFLEET_KERNEL(void, resample_row,
                 (const uint8_t* src, uint8_t* dst, int64_t n, const int32_t* starts, const int32_t* weights,
                  int64_t pairs))
// dst[i] = sum over t of weights[t] * src[t * stride + i], for n bytes.
DINOFLEET_KERNEL(void, resample_column,
                 (const uint8_t* src, int64_t stride, uint8_t* dst, int64_t n, const int32_t* weights, int64_t taps))

}  // namespace dinofleet::image
