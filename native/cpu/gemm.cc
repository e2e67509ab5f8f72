// dnnl_sgemm and not the matmul primitive: on plain layouts it is as fast or faster (ViT shapes, 1 and 2 threads), and it
// needs no primitive for each number of rows, which changes every step.
#include "cpu/gemm.h"

#include <dnnl.hpp>

#include <algorithm>
#include <new>
#include <stdexcept>
#include <string>

namespace dinofleet::cpu {

void gemm(Transpose transpose_a, Transpose transpose_b, int64_t m, int64_t n, int64_t k, const float* a, int64_t lda,
          const float* b, int64_t ldb, float beta, float* c, int64_t ldc) {
  if (m == 0 || n == 0) return;
  if (k == 0) {  // oneDNN refuses rows of length 0
    if (beta == 0.0f)
      for (int64_t row = 0; row < m; ++row) std::fill_n(c + row * ldc, n, 0.0f);
    return;
  }
  const auto letter = [](Transpose t) { return t == Transpose::kYes ? 'T' : 'N'; };
  const dnnl_status_t status =
      dnnl_sgemm(letter(transpose_a), letter(transpose_b), m, n, k, 1.0f, a, lda, b, ldb, beta, c, ldc);
  if (status == dnnl_out_of_memory) throw std::bad_alloc();
  if (status != dnnl_success) throw std::runtime_error("dnnl_sgemm failed with status " + std::to_string(status));
}

}  // namespace dinofleet::cpu
