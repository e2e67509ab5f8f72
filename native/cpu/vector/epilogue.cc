#include "cpu/vector/epilogue.h"

#include "cpu/vector/epilogue_rows.h"
#include "cpu/vector/transpose.h"

namespace dinofleet::cpu::ISA {

void add_bias_float(const float* sums, const float* bias, float* y, int64_t n) { bias_sum(sums, bias, y, n); }

void add_bias_gelu_float(const float* sums, const float* bias, float* pre, float* y, int64_t n) {
  bias_gelu(sums, bias, pre, y, n);
}

void gelu_backward_float(const float* sums, float* pre, float* dx, int64_t n) { through_gelu(sums, pre, dx, n); }

void add_column_sums_float(const float* x, int64_t rows, int64_t columns, int64_t stride, float* out) {
  column_sums(x, rows, columns, stride, out);
}

void transpose_floats(const float* from, int64_t from_stride, int64_t rows, int64_t columns, float* to,
                      int64_t to_stride) {
  transpose(from, from_stride, rows, columns, to, to_stride);
}

}  // namespace dinofleet::cpu::ISA
