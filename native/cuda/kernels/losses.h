// Losses and targets, over logits of P prototypes.
#pragma once

#include "cuda/kernels/launch.h"
#include "cuda/kernels/rows.h"

namespace dinofleet::cuda {

// Overwrites logits (rows, P) with their gradient. Row m's targets are the rows targets[m * per_row] and on, -1 is none. losses (rows)
// gets what each row adds.
void softmax_cross_entropy(Stream stream, DType dtype, void* logits, const float* targets, const RowMap& target_rows,
                           int64_t per_row, const float* weights, double inverse_temperature, double grad_factor,
                           const float* grad_scale, int64_t rows, int64_t prototypes, double* losses);
// loss += factor * the sum of values (count), in an order of its own.
void add_to_loss(Stream stream, const double* values, int64_t count, double factor, float* loss);

// logits become exp(logits / temperature), sums their column sums.
void sinkhorn_start(Stream stream, float* logits, int64_t rows, int64_t prototypes, double inverse_temperature, float* sums);
// row_factors (rows) = 1 / sum over columns of q / sums.
void sinkhorn_rows(Stream stream, const float* q, const float* sums, int64_t rows, int64_t prototypes, float* row_factors);
// next_sums (P) = column sums of q * row_factors.
void sinkhorn_columns(Stream stream, const float* q, const float* row_factors, int64_t rows, int64_t prototypes,
                      float* next_sums);
// q *= row_factors / sums
void sinkhorn_assign(Stream stream, float* q, const float* sums, const float* row_factors, int64_t rows, int64_t prototypes);

// x (count, dim); unit (count, dim) the rows of length 1, norm (count), nearest (count), distances (count).
void koleo_nearest(Stream stream, DType dtype, const void* x, int64_t count, int64_t dim, float* unit, float* norm,
                   int32_t* nearest, double* distances);
// values (count): -log(distance + eps)
void koleo_losses(Stream stream, const double* distances, int64_t count, double* values);
// Adds to dx.
void koleo_backward(Stream stream, DType dtype, const float* unit, const float* norm, const int32_t* nearest,
                    const double* distances, int64_t count, int64_t dim, double factor, const float* grad_scale, void* dx);

void centered_softmax(Stream stream, float* logits, const float* center, int64_t rows, int64_t prototypes,
                      double inverse_temperature);
// sums (P + 1)
void center_sums(Stream stream, const float* logits, double weight, int64_t rows, int64_t prototypes, float* sums);
void move_center(Stream stream, float* center, const float* sums, float momentum, float one_minus_momentum, int64_t prototypes);

}  // namespace dinofleet::cuda
