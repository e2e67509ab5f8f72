#pragma once

#include "vector/dispatch.h"

namespace dinofleet::cpu {

// (rows, dim) tensors; formulas in src/nn/backend.ts.
DINOFLEET_KERNEL(void, l2_normalize_rows,
                 (const float* x, float eps, int64_t rows, int64_t dim, float* y, float* norm))
DINOFLEET_KERNEL(void, l2_normalize_backward_rows,
                 (const float* dy, const float* y, const float* norm, int64_t rows, int64_t dim, float* dx))
DINOFLEET_KERNEL(void, weight_norm_rows,
                 (const float* v, const float* g, int64_t rows, int64_t dim, float* weight, float* norm))
DINOFLEET_KERNEL(void, weight_norm_backward_rows,
                 (const float* d_weight, const float* v, const float* g, const float* norm, int64_t rows,
                  int64_t dim, float* dv, float* dg))

}  // namespace dinofleet::cpu
