// What follows a matrix product, row by row, while its tile is still in the cache. n is the length of the row.
#pragma once

#include "vector/dispatch.h"

namespace dinofleet::cpu {

DINOFLEET_KERNEL(void, add_bias, (float* y, const float* bias, int64_t n))
// pre += bias; y = GELU(pre) = pre Φ(pre), exact (erf); absolute error below 1e-6.
DINOFLEET_KERNEL(void, add_bias_gelu, (float* pre, const float* bias, float* y, int64_t n))
// dx *= GELU'(pre) = Φ(pre) + pre φ(pre).
DINOFLEET_KERNEL(void, multiply_by_gelu_gradient, (float* dx, const float* pre, int64_t n))
// out (columns) += sums of the columns of x (rows, columns), whose rows are `stride` apart; row after row.
DINOFLEET_KERNEL(void, add_column_sums, (const float* x, int64_t rows, int64_t columns, int64_t stride, float* out))

}  // namespace dinofleet::cpu
