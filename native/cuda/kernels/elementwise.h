// Element by element.
#pragma once

#include "cuda/kernels/launch.h"

namespace dinofleet::cuda {

// Rounded to the dtype.
void fill(Stream stream, DType dtype, void* to, int64_t count, double value);
void cast(Stream stream, DType from_dtype, const void* from, DType to_dtype, void* to, int64_t count);
// to += from
void add(Stream stream, DType dtype, const void* from, void* to, int64_t count);
// to (count) = the sum of parts (number, count), in float and in the order of the parts.
void sum_parts(Stream stream, DType from_dtype, const void* parts, int64_t number, DType to_dtype, void* to, int64_t count);
// Every row of to (rows, columns) = row (columns), or 0 where that is null.
void set_rows(Stream stream, DType row_dtype, const void* row, DType dtype, void* to, int64_t rows, int64_t columns);
// y = GELU(pre), exact (erf)
void gelu(Stream stream, DType dtype, const void* pre, void* y, int64_t count);
// dx *= GELU'(pre); then pre = GELU(pre), to the bit as `gelu` has it
void gelu_backward(Stream stream, DType dtype, void* pre, void* dx, int64_t count);
// x (rows, 2 hidden) as x1 | x2, y (rows, hidden) = SiLU(x1) x2
void swiglu(Stream stream, DType dtype, const void* x, void* y, int64_t rows, int64_t hidden);
void swiglu_backward(Stream stream, DType dtype, const void* dy, const void* x, void* dx, int64_t rows, int64_t hidden);

}  // namespace dinofleet::cuda
