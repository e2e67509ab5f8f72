// Kernels of a backend that computes in bfloat16 (uint16_t: its bits). There is one only where has_bf16() (cpu/gemm.h), so that they have one
// instruction set. They round to nearest even; a subnormal number becomes 0.
#pragma once

#include "cpu/vector/attention.h"

#if defined(__x86_64__)
#define DINOFLEET_BFLOAT16_ISA avx512bf16
#else
#define DINOFLEET_BFLOAT16_ISA baseline
#endif

namespace dinofleet::cpu {

namespace DINOFLEET_BFLOAT16_ISA {

void round_floats(const float* from, uint16_t* to, int64_t n);

// As those of epilogue.h.
void add_bias_bfloat16(const float* sums, const float* bias, uint16_t* y, int64_t n);
void add_bias_gelu_bfloat16(const float* sums, const float* bias, uint16_t* pre, uint16_t* y, int64_t n);
void gelu_backward_bfloat16(const float* sums, uint16_t* pre, uint16_t* dx, int64_t n);
void add_column_sums_bfloat16(const uint16_t* x, int64_t rows, int64_t columns, int64_t stride, float* out);

// As those of attention.h.
void attention_head_bfloat16(const AttentionHead<uint16_t>& head, uint16_t* out, float* lse, float* scratch);
void attention_head_backward_bfloat16(const AttentionHead<uint16_t>& head, const uint16_t* d_out, const uint16_t* out,
                                      const float* lse, uint16_t* d_q, uint16_t* d_k, uint16_t* d_v, float* scratch);
int64_t attention_scratch_bfloat16(int64_t tokens, int64_t dim);
int64_t attention_backward_scratch_bfloat16(int64_t tokens, int64_t dim);

}  // namespace DINOFLEET_BFLOAT16_ISA

using namespace DINOFLEET_BFLOAT16_ISA;

}  // namespace dinofleet::cpu
