// What kernels are written with: compiled by nvcc, or as plain C++ for a CPU (emulated/cuda_on_cpu.h).
#pragma once

#include <cstdint>
#include <cstring>

#include "cuda/kernels/launch.h"
#include "cuda/kernels/number.h"
#ifdef __CUDACC__
#include <cuda_bf16.h>
#include <cuda_fp16.h>
#define SHARED_ARRAY(T, name, count) __shared__ T name[count]
#define DYNAMIC_SHARED(T, name)                                         \
  extern __shared__ __align__(16) unsigned char dynamic_shared_bytes[]; \
  T* name = reinterpret_cast<T*>(dynamic_shared_bytes)
#define LAUNCH(kernel, grid, threads, shared, stream, ...)    \
  (dinofleet::cuda::last_launch = {__FILE_NAME__, __LINE__}, \
   kernel<<<grid, threads, shared, static_cast<cudaStream_t>(stream)>>>(__VA_ARGS__))
#else
#include "cuda/emulated/cuda_on_cpu.h"
#define SHARED_ARRAY(T, name, count) \
  T* name = static_cast<T*>(dinofleet::emulated::block().shared_array(EMULATED_HERE, sizeof(T) * (count)))
#define DYNAMIC_SHARED(T, name) T* name = static_cast<T*>(dinofleet::emulated::block().dynamic_shared())
#define LAUNCH(kernel, grid, threads, shared, stream, ...)    \
  (dinofleet::cuda::last_launch = {__FILE_NAME__, __LINE__}, \
   dinofleet::emulated::launch(kernel, grid, threads, shared, __VA_ARGS__))
#endif

namespace dinofleet::cuda {

#ifdef __CUDACC__
__device__ __forceinline__ float to_float(Half number) { return __half2float(__ushort_as_half(number.bits)); }
__device__ __forceinline__ float to_float(BFloat16 number) { return __bfloat162float(__ushort_as_bfloat16(number.bits)); }
__device__ __forceinline__ void set(Half& to, float value) { to.bits = __half_as_ushort(__float2half_rn(value)); }
__device__ __forceinline__ void set(BFloat16& to, float value) { to.bits = __bfloat16_as_ushort(__float2bfloat16_rn(value)); }
#else
inline float to_float(Half number) {
  _Float16 value;
  std::memcpy(&value, &number.bits, sizeof value);
  return static_cast<float>(value);
}
inline float to_float(BFloat16 number) {
  const uint32_t bits = uint32_t{number.bits} << 16;
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}
inline void set(Half& to, float value) {
  const _Float16 rounded = static_cast<_Float16>(value);
  std::memcpy(&to.bits, &rounded, sizeof rounded);
}
// To the nearest, of two equally near to the even one; a NaN stays one.
inline void set(BFloat16& to, float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  to.bits = static_cast<uint16_t>(value != value ? bits >> 16 | 0x40 : (bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}
#endif
__device__ __forceinline__ float to_float(float number) { return number; }
__device__ __forceinline__ void set(float& to, float value) { to = value; }

// 16 bytes of a 16-bit type, 32 of float: what a thread moves at a time where addresses are multiples of 16.
constexpr int kPack = 8;

// Elements [0, N) from `from` on. N is kPack or 1.
template <int N, typename T>
__device__ __forceinline__ void load(const T* from, float (&to)[N]) {
  struct alignas(N == 1 ? alignof(T) : 16) Elements {
    T values[N];
  };
  const Elements elements = *reinterpret_cast<const Elements*>(from);
#pragma unroll
  for (int i = 0; i < N; ++i) to[i] = to_float(elements.values[i]);
}

template <int N, typename T>
__device__ __forceinline__ void store(T* to, const float (&from)[N]) {
  struct alignas(N == 1 ? alignof(T) : 16) Elements {
    T values[N];
  } elements;
#pragma unroll
  for (int i = 0; i < N; ++i) set(elements.values[i], from[i]);
  *reinterpret_cast<Elements*>(to) = elements;
}

__device__ __forceinline__ float warp_sum(float value) {
#pragma unroll
  for (int lanes = 16; lanes > 0; lanes /= 2) value += __shfl_xor_sync(0xffffffffu, value, lanes);
  return value;
}

__device__ __forceinline__ double warp_sum(double value) {
#pragma unroll
  for (int lanes = 16; lanes > 0; lanes /= 2) value += __shfl_xor_sync(0xffffffffu, value, lanes);
  return value;
}

__device__ __forceinline__ float warp_max(float value) {
#pragma unroll
  for (int lanes = 16; lanes > 0; lanes /= 2) {
    const float other = __shfl_xor_sync(0xffffffffu, value, lanes);
    value = other > value || other != other ? other : value;
  }
  return value;
}

// Of a block of whole warps; `scratch` has a number for each, 32 at most, and may be used again at once.
template <typename Number>
__device__ __forceinline__ Number block_sum(Number value, Number* scratch) {
  value = warp_sum(value);
  const int warps = static_cast<int>(blockDim.x) / 32;
  if (warps == 1) return value;
  const int lane = static_cast<int>(threadIdx.x) % 32, warp = static_cast<int>(threadIdx.x) / 32;
  __syncthreads();  // whoever reads the last sum has read it
  if (lane == 0) scratch[warp] = value;
  __syncthreads();
  return warp_sum(lane < warps ? scratch[lane] : Number{0});
}

__device__ __forceinline__ float block_max(float value, float* scratch) {
  value = warp_max(value);
  const int warps = static_cast<int>(blockDim.x) / 32;
  if (warps == 1) return value;
  const int lane = static_cast<int>(threadIdx.x) % 32, warp = static_cast<int>(threadIdx.x) / 32;
  __syncthreads();
  if (lane == 0) scratch[warp] = value;
  __syncthreads();
  return warp_max(lane < warps ? scratch[lane] : -INFINITY);
}

template <int N>
struct Width {
  static constexpr int value = N;
};

// This thread's part of a row of `dim` columns, shared out over the block: call(column, Width<N>) for N columns at a time. Packed: dim
// is a multiple of kPack, and all rows begin at multiples of 16 bytes.
template <typename Call>
__device__ __forceinline__ void for_columns(int dim, bool packed, Call call) {
  if (packed)
    for (int c = static_cast<int>(threadIdx.x) * kPack; c < dim; c += static_cast<int>(blockDim.x) * kPack)
      call(c, Width<kPack>{});
  else
    for (int c = static_cast<int>(threadIdx.x); c < dim; c += static_cast<int>(blockDim.x)) call(c, Width<1>{});
}

}  // namespace dinofleet::cuda
