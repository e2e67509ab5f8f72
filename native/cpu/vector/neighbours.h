#pragma once

#include "vector/dispatch.h"

namespace dinofleet::cpu {

// The places of x (n) where a number is not at most `bar`, in their order, to `places` (n): those above it, and NaN; all where the bar is
// NaN. Returns how many there are.
DINOFLEET_KERNEL(int64_t, places_above, (const float* x, int64_t n, float bar, int32_t* places))

}  // namespace dinofleet::cpu
