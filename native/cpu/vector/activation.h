#pragma once

#include "vector/dispatch.h"

namespace dinofleet::cpu {

// x (rows, 2 H) as x1 | x2: y (rows, H) = SiLU(x1) x2, SiLU(a) = a / (1 + e^-a).
DINOFLEET_KERNEL(void, swiglu_rows, (const float* x, int64_t rows, int64_t hidden, float* y))
DINOFLEET_KERNEL(void, swiglu_backward_rows, (const float* dy, const float* x, int64_t rows, int64_t hidden, float* dx))

}  // namespace dinofleet::cpu
