// mma.sync and ldmatrix on 16-bit numbers, with the fragments of the PTX manual (m16n8k16), or what stands for them on a CPU.
#pragma once

#include "cuda/kernels/kernel.h"

namespace dinofleet::cuda {

#ifdef __CUDACC__
__device__ __forceinline__ uint32_t pack(Half, float low, float high) {
  const __half2 pair = __floats2half2_rn(low, high);
  return *reinterpret_cast<const uint32_t*>(&pair);
}
__device__ __forceinline__ uint32_t pack(BFloat16, float low, float high) {
  const __nv_bfloat162 pair = __floats2bfloat162_rn(low, high);
  return *reinterpret_cast<const uint32_t*>(&pair);
}

#define DINOFLEET_MMA(type)                                                                                             \
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32." type "." type ".f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, "    \
               "{%0,%1,%2,%3};"                                                                                         \
               : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])                                                         \
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]))
// c (16, 8) += a (16, 16) b (16, 8)
__device__ __forceinline__ void mma(Half, float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
  DINOFLEET_MMA("f16");
}
__device__ __forceinline__ void mma(BFloat16, float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
  DINOFLEET_MMA("bf16");
}
#undef DINOFLEET_MMA
// Four 8x8 matrices, transposed: lane l names row l % 8 of matrix l / 8.
__device__ __forceinline__ void load_transposed(uint32_t (&out)[4], const uint16_t* row) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
               : "=r"(out[0]), "=r"(out[1]), "=r"(out[2]), "=r"(out[3])
               : "r"(static_cast<uint32_t>(__cvta_generic_to_shared(row))));
}
#define MMA(number, c, a, b) mma(number, c, a, b)
#define LOAD_TRANSPOSED(out, row) load_transposed(out, row)
#else
template <typename T>
uint32_t pack(T, float low, float high) {
  T a, b;
  set(a, low);
  set(b, high);
  return a.bits | uint32_t{b.bits} << 16;
}
#define MMA(number, c, a, b) dinofleet::emulated::mma_16816<decltype(number)>(c, a, b, EMULATED_HERE)
#define LOAD_TRANSPOSED(out, row) dinofleet::emulated::ldmatrix_x4_trans(out, row, EMULATED_HERE)
#endif

}  // namespace dinofleet::cuda
