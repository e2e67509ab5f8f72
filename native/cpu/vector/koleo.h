#pragma once

#include "vector/dispatch.h"

namespace dinofleet::cpu {

// The nearest other row by dot product to each of rows begin to end of x (count, dim): the first of equals. count >= 2.
DINOFLEET_KERNEL(void, nearest_rows,
                 (const float* x, int64_t count, int64_t dim, int64_t begin, int64_t end, int32_t* nearest))
// |a - b + eps|, the eps added to each element of the difference.
DINOFLEET_KERNEL(double, distance, (const float* a, const float* b, int64_t n, double eps))
// grad += scale (a - b + eps)
DINOFLEET_KERNEL(void, add_scaled_difference,
                 (const float* a, const float* b, int64_t n, double eps, double scale, double* grad))
// dx += scale (grad - x (x · grad)), the way back through x = input / |input|; without the part along x where
// `constant_norm`.
DINOFLEET_KERNEL(void, add_through_normalisation,
                 (const double* grad, const float* x, int64_t n, double scale, bool constant_norm, float* dx))

}  // namespace dinofleet::cpu
