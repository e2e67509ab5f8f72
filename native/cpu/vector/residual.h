#pragma once

#include "vector/dispatch.h"

namespace dinofleet::cpu {

// Shape letters as in src/nn/backend.ts: x, dx and d_out of the residual (T, D), mean, rstd and scales by picked row r from begin to end of
// R. rows may be null. y, dy, branch and d_branch begin with row `begin`.

// y = (x - mean) rstd weight + bias
DINOFLEET_KERNEL(void, layer_norm_rows,
                 (const float* x, const float* weight, const float* bias, float eps, const int32_t* rows, int64_t begin,
                  int64_t end, int64_t dim, float* y, float* mean, float* rstd))
// Adds to dx, and to the sums over rows, d_weight (D) and d_bias (D).
DINOFLEET_KERNEL(void, layer_norm_backward_rows,
                 (const float* dy, const float* x, const float* weight, const float* mean, const float* rstd,
                  const int32_t* rows, int64_t begin, int64_t end, int64_t dim, float* dx, float* d_weight,
                  float* d_bias))
// One row: out = x + scale gamma branch. gamma may be null for 1.
DINOFLEET_KERNEL(void, add_residual_row,
                 (const float* x, const float* branch, const float* gamma, float scale, int64_t dim, float* out))
// d_branch = scale gamma d_out; adds to d_gamma (D), the sum over rows. gamma, rows and d_gamma may be null.
DINOFLEET_KERNEL(void, add_residual_backward_rows,
                 (const float* d_out, const float* branch, const float* gamma, const int32_t* rows, const float* scales,
                  int64_t begin, int64_t end, int64_t dim, float* d_branch, float* d_gamma))

}  // namespace dinofleet::cpu
