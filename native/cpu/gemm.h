// Single precision matrix products by oneDNN.
#pragma once

#include <cstdint>

namespace dinofleet::cpu {

enum class Transpose { kNo, kYes };

// c (m, n) = op(a) op(b) + beta c, beta 0 or 1, with op(a) (m, k) and op(b) (k, n); lda, ldb, ldc are the lengths of the rows as stored. With
// the caller's OpenMP threads; inside a parallel region with one. Throws std::runtime_error.
void gemm(Transpose transpose_a, Transpose transpose_b, int64_t m, int64_t n, int64_t k, const float* a, int64_t lda,
          const float* b, int64_t ldb, float beta, float* c, int64_t ldc);

}  // namespace dinofleet::cpu
