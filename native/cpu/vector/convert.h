#pragma once

#include "vector/dispatch.h"

namespace dinofleet::cpu {

// Between float32 and the bits of float16 (IEEE half) or bfloat16; to nearest even. A value too large becomes infinity.
DINOFLEET_KERNEL(void, float_to_half, (const float* src, uint16_t* dst, int64_t n))
DINOFLEET_KERNEL(void, half_to_float, (const uint16_t* src, float* dst, int64_t n))
DINOFLEET_KERNEL(void, float_to_bfloat16, (const float* src, uint16_t* dst, int64_t n))
DINOFLEET_KERNEL(void, bfloat16_to_float, (const uint16_t* src, float* dst, int64_t n))

}  // namespace dinofleet::cpu
