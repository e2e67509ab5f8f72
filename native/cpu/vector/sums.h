#pragma once

#include "vector/dispatch.h"

namespace dinofleet::cpu {

// sum += x
DINOFLEET_KERNEL(void, add_floats, (const float* x, int64_t n, float* sum))
DINOFLEET_KERNEL(void, add_in_double, (const float* x, int64_t n, double* sum))
DINOFLEET_KERNEL(void, add_rounded, (const double* x, int64_t n, float* sum))
// out = a + b
DINOFLEET_KERNEL(void, sum_of_two, (const float* a, const float* b, int64_t n, float* out))
// out[i] = or += sum over c of parts[c * n + i], i from begin to end; in the order of c, in double.
DINOFLEET_KERNEL(void, set_to_sum_of_parts,
                 (const float* parts, int64_t count, int64_t n, int64_t begin, int64_t end, float* out))
DINOFLEET_KERNEL(void, add_sum_of_parts,
                 (const float* parts, int64_t count, int64_t n, int64_t begin, int64_t end, float* out))
// Sum of x^2, in double: a float's square may be too large for a float.
DINOFLEET_KERNEL(double, sum_of_squares, (const float* x, int64_t n))

}  // namespace dinofleet::cpu
