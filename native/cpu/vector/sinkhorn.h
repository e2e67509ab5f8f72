#pragma once

#include "vector/dispatch.h"

namespace dinofleet::cpu {

// Columns from begin to end of q (rows, P): q becomes e^(q inverse_temp), sums their column sums.
DINOFLEET_KERNEL(void, sinkhorn_exponentials,
                 (float* q, int64_t rows, int64_t prototypes, int64_t begin, int64_t end, double inverse_temp,
                  float* sums))
// r = 1 / sums
DINOFLEET_KERNEL(void, inverses, (const float* sums, int64_t n, float* r))
// Rows from begin to end: sets part (P) to the sum of q_m / (q_m · r).
DINOFLEET_KERNEL(void, sinkhorn_scaled_sum,
                 (const float* q, const float* r, int64_t begin, int64_t end, int64_t prototypes, float* part))
// Rows from begin to end: q_m = q_m r / (q_m · r).
DINOFLEET_KERNEL(void, sinkhorn_assign,
                 (float* q, const float* r, int64_t begin, int64_t end, int64_t prototypes))

}  // namespace dinofleet::cpu
