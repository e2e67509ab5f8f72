#pragma once

#include "vector/dispatch.h"

namespace dinofleet::cpu {

// Rows from begin to end of x (rows, P) become softmax((x - center) inverse_temp).
DINOFLEET_KERNEL(void, centered_softmax_rows,
                 (float* x, const float* center, int64_t begin, int64_t end, int64_t prototypes, double inverse_temp))

}  // namespace dinofleet::cpu
