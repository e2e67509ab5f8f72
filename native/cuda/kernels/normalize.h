// The head's two normalisations, row by row.
#pragma once

#include "cuda/kernels/launch.h"

namespace dinofleet::cuda {

// y = x / max(|x|, eps), norm = max(|x|, eps)
void l2_normalize(Stream stream, DType dtype, const void* x, float eps, int64_t rows, int64_t dim, void* y, float* norm);
void l2_normalize_backward(Stream stream, DType dtype, const void* dy, const void* y, const float* norm, int64_t rows,
                           int64_t dim, void* dx);
// weight = g v / |v|, norm = |v|
void weight_norm(Stream stream, DType dtype, const void* v, const void* g, int64_t rows, int64_t dim, void* weight,
                 float* norm);
// Adds to dv (rows, dim) and dg (rows).
void weight_norm_backward(Stream stream, DType dtype, const float* d_weight, const void* v, const void* g, const float* norm,
                          int64_t rows, int64_t dim, float* dv, float* dg);

}  // namespace dinofleet::cuda
