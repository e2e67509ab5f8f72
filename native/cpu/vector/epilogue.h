// What follows a matrix product, row by row, while its sums are still in the cache. n is the length of the row. T is float, or uint16_t:
// bfloat16. With float the sums may be where the result goes.
#pragma once

#include "cpu/vector/bfloat16.h"
#include "vector/dispatch.h"

namespace dinofleet::cpu {

DINOFLEET_KERNEL(void, add_bias_float, (const float* sums, const float* bias, float* y, int64_t n))
// y = sums + bias; bias may be null
inline void add_bias(const float* sums, const float* bias, float* y, int64_t n) { add_bias_float(sums, bias, y, n); }
inline void add_bias(const float* sums, const float* bias, uint16_t* y, int64_t n) { add_bias_bfloat16(sums, bias, y, n); }

DINOFLEET_KERNEL(void, add_bias_gelu_float, (const float* sums, const float* bias, float* pre, float* y, int64_t n))
// pre = sums + bias; y = GELU(pre) = pre Φ(pre), exact (erf): absolute error below 1e-6 before it is rounded. bias may be null.
inline void add_bias_gelu(const float* sums, const float* bias, float* pre, float* y, int64_t n) {
  add_bias_gelu_float(sums, bias, pre, y, n);
}
inline void add_bias_gelu(const float* sums, const float* bias, uint16_t* pre, uint16_t* y, int64_t n) {
  add_bias_gelu_bfloat16(sums, bias, pre, y, n);
}

DINOFLEET_KERNEL(void, gelu_backward_float, (const float* sums, float* pre, float* dx, int64_t n))
// dx = sums GELU'(pre), GELU' = Φ + x φ; then pre = GELU(pre), to the bit as add_bias_gelu had it.
inline void gelu_backward(const float* sums, float* pre, float* dx, int64_t n) { gelu_backward_float(sums, pre, dx, n); }
inline void gelu_backward(const float* sums, uint16_t* pre, uint16_t* dx, int64_t n) {
  gelu_backward_bfloat16(sums, pre, dx, n);
}

DINOFLEET_KERNEL(void, add_column_sums_float,
                 (const float* x, int64_t rows, int64_t columns, int64_t stride, float* out))
// out (columns) += sums of the columns of x (rows, columns), whose rows are `stride` apart; row after row.
inline void add_column_sums(const float* x, int64_t rows, int64_t columns, int64_t stride, float* out) {
  add_column_sums_float(x, rows, columns, stride, out);
}
inline void add_column_sums(const uint16_t* x, int64_t rows, int64_t columns, int64_t stride, float* out) {
  add_column_sums_bfloat16(x, rows, columns, stride, out);
}

// to (columns, to_stride) = the transpose of from (rows, columns).
DINOFLEET_KERNEL(void, transpose_floats,
                 (const float* from, int64_t from_stride, int64_t rows, int64_t columns, float* to, int64_t to_stride))

}  // namespace dinofleet::cpu
