// LayerNorm, the residual stream, rows by number, and sums over rows. A, R: types of activations and residual stream.
#pragma once

#include "cuda/kernels/launch.h"
#include "cuda/kernels/rows.h"

namespace dinofleet::cuda {

// y (count, dim) A = x[rows] (R) normalised, times weight plus bias (A).
void layer_norm(Stream stream, DType activations, const void* x, const void* weight, const void* bias, float eps,
                const RowMap& rows, int64_t count, int64_t dim, void* y, float* mean, float* rstd);
// Adds to dx (R) at rows. parts (2, parts_for(count), dim) gets partial sums of the gradients of weight and bias.
void layer_norm_backward(Stream stream, DType activations, const void* dy, const void* x, const void* weight,
                         const float* mean, const float* rstd, const RowMap& rows, int64_t count, int64_t dim, void* dx,
                         float* parts);

// out (R) at rows += scale * gamma * branch (count, dim) (A); gamma (A) may be null. Rows are distinct.
void add_branch(Stream stream, DType activations, const void* branch, const void* gamma, const RowMap& rows, int64_t count,
                int64_t dim, void* out);
// d_branch = scale * gamma * d_out[rows] (R). parts (parts_for(count), dim), unless null, gets partial sums of gamma's gradient.
void add_branch_backward(Stream stream, DType activations, const void* d_out, const void* branch, const void* gamma,
                         const RowMap& rows, int64_t count, int64_t dim, void* d_branch, float* parts);

// out (count, dim) = x[rows], 0 for padding.
void gather_rows(Stream stream, DType dtype, const void* x, const RowMap& rows, int64_t count, int64_t dim, void* out);
// out at rows += x (count, dim), but for padding. Rows are distinct.
void scatter_add_rows(Stream stream, DType dtype, const void* x, const RowMap& rows, int64_t count, int64_t dim, void* out);

// parts (parts_for(rows), dim): sums over some of x's (rows, dim) rows each.
void column_parts(Stream stream, DType dtype, const void* x, int64_t rows, int64_t dim, float* parts);
// to (dim) += the sum of parts (count, dim), in their order, in double.
void add_parts(Stream stream, const float* parts, int64_t count, int64_t dim, float* to);

}  // namespace dinofleet::cuda
