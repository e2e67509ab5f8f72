#pragma once

#include "image/vector/kernel.h"

namespace dinofleet::image {

// In place on n pixels, with Pillow's rounding (it truncates). `factor` 0 gives what is blended from, 1 the image.
DINOFLEET_KERNEL(void, blend_from_level, (uint32_t* pixels, int64_t n, int level, float factor))
DINOFLEET_KERNEL(void, blend_from_grey, (uint32_t* pixels, int64_t n, float factor))
// Through 8-bit hue, saturation and value: `shift` is added to the hue, modulo 256.
DINOFLEET_KERNEL(void, shift_hue, (uint32_t* pixels, int64_t n, int shift))
// ITU-R 601 luma.
DINOFLEET_KERNEL(void, to_grey, (uint32_t* pixels, int64_t n))
DINOFLEET_KERNEL(int64_t, grey_sum, (const uint32_t* pixels, int64_t n))
// Inverts samples at or above the threshold.
DINOFLEET_KERNEL(void, invert_above, (uint32_t* pixels, int64_t n, int threshold))
// out (3, n): planes of red, green and blue.
DINOFLEET_KERNEL(void, to_planes, (const uint32_t* pixels, int64_t n, uint8_t* out))

}  // namespace dinofleet::image
