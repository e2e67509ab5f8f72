// dnnl_sgemm and its like for bfloat16, not the matmul primitive: on plain layouts they are as fast or faster (ViT shapes,
// 1 and 2 threads), and need no primitive for each number of rows, which changes every step.
#include "cpu/gemm.h"

#include <dnnl.hpp>

#include <algorithm>
#include <new>
#include <stdexcept>
#include <string>

#include "vector/dispatch.h"

// Exported since oneDNN 1, in no header of it.
extern "C" dnnl_status_t dnnl_gemm_bf16bf16f32(char transa, char transb, dnnl_dim_t m, dnnl_dim_t n, dnnl_dim_t k,
                                               float alpha, const uint16_t* a, dnnl_dim_t lda, const uint16_t* b,
                                               dnnl_dim_t ldb, float beta, float* c, dnnl_dim_t ldc);

namespace dinofleet::cpu {
namespace {

template <typename T>
using Product = dnnl_status_t (*)(char, char, dnnl_dim_t, dnnl_dim_t, dnnl_dim_t, float, const T*, dnnl_dim_t, const T*,
                                  dnnl_dim_t, float, float*, dnnl_dim_t);

template <typename T>
void run(const char* name, Product<T> product, Transpose transpose_a, Transpose transpose_b, int64_t m, int64_t n,
         int64_t k, const T* a, int64_t lda, const T* b, int64_t ldb, float beta, float* c, int64_t ldc) {
  if (m == 0 || n == 0) return;
  if (k == 0) {  // oneDNN refuses rows of length 0
    if (beta == 0.0f)
      for (int64_t row = 0; row < m; ++row) std::fill_n(c + row * ldc, n, 0.0f);
    return;
  }
  const auto letter = [](Transpose t) { return t == Transpose::kYes ? 'T' : 'N'; };
  const dnnl_status_t status =
      product(letter(transpose_a), letter(transpose_b), m, n, k, 1.0f, a, lda, b, ldb, beta, c, ldc);
  if (status == dnnl_out_of_memory) throw std::bad_alloc();
  if (status != dnnl_success) throw std::runtime_error(name + (" failed with status " + std::to_string(status)));
}

}  // namespace

void gemm(Transpose transpose_a, Transpose transpose_b, int64_t m, int64_t n, int64_t k, const float* a, int64_t lda,
          const float* b, int64_t ldb, float beta, float* c, int64_t ldc) {
  run("dnnl_sgemm", dnnl_sgemm, transpose_a, transpose_b, m, n, k, a, lda, b, ldb, beta, c, ldc);
}

void gemm(Transpose transpose_a, Transpose transpose_b, int64_t m, int64_t n, int64_t k, const uint16_t* a, int64_t lda,
          const uint16_t* b, int64_t ldb, float beta, float* c, int64_t ldc) {
  run("dnnl_gemm_bf16bf16f32", dnnl_gemm_bf16bf16f32, transpose_a, transpose_b, m, n, k, a, lda, b, ldb, beta, c, ldc);
}

bool has_bf16() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool cpu = best_isa() == Isa::kAvx512 && __builtin_cpu_supports("avx512bf16");
  // Instruction sets are bit masks of what they include.
  return cpu && (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
#else
  return false;
#endif
}

}  // namespace dinofleet::cpu
