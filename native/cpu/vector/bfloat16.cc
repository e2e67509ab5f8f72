#include "cpu/vector/bfloat16.h"

#include "cpu/vector/epilogue_rows.h"

namespace dinofleet::cpu::ISA {

void round_floats(const float* from, uint16_t* to, int64_t n) { bias_sum(from, nullptr, to, n); }

void add_bias_bfloat16(const float* sums, const float* bias, uint16_t* y, int64_t n) { bias_sum(sums, bias, y, n); }

void add_bias_gelu_bfloat16(const float* sums, const float* bias, uint16_t* pre, uint16_t* y, int64_t n) {
  bias_gelu(sums, bias, pre, y, n);
}

void gelu_backward_bfloat16(const float* sums, uint16_t* pre, uint16_t* dx, int64_t n) { through_gelu(sums, pre, dx, n); }

void add_column_sums_bfloat16(const uint16_t* x, int64_t rows, int64_t columns, int64_t stride, float* out) {
  column_sums(x, rows, columns, stride, out);
}

}  // namespace dinofleet::cpu::ISA
