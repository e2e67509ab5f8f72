// Matrix products by oneDNN, summed in float32.
#pragma once

#include <cstdint>

namespace dinofleet::cpu {

enum class Transpose { kNo, kYes };

// c (m, n) = op(a) op(b) + beta c, beta 0 or 1, with op(a) (m, k) and op(b) (k, n); lda, ldb, ldc are the lengths of the rows as stored. With
// the caller's OpenMP threads; inside a parallel region with one. Throws std::runtime_error.
void gemm(Transpose transpose_a, Transpose transpose_b, int64_t m, int64_t n, int64_t k, const float* a, int64_t lda,
          const float* b, int64_t ldb, float beta, float* c, int64_t ldc);

// The same product of matrices in bfloat16. Only where has_bf16(): elsewhere oneDNN refuses it, or computes it slowly.
void gemm(Transpose transpose_a, Transpose transpose_b, int64_t m, int64_t n, int64_t k, const uint16_t* a, int64_t lda,
          const uint16_t* b, int64_t ldb, float beta, float* c, int64_t ldc);

// The CPU multiplies bfloat16 by itself, and oneDNN makes use of it.
bool has_bf16();

}  // namespace dinofleet::cpu
