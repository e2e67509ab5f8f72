// One vector register of the instruction set that a kernel is compiled for, by GCC's vector extension: operators work by
// lanes. Included by vector kernels only; everything here is static, so that nothing is shared between instruction sets.
#pragma once

#include <cstddef>
#include <cstdint>
#if defined(__AVX512BF16__)
#include <immintrin.h>
#endif

namespace dinofleet::cpu::ISA {

#if defined(__AVX512F__)
constexpr int64_t kLanes = 16;
#elif defined(__AVX2__)
constexpr int64_t kLanes = 8;
#else
constexpr int64_t kLanes = 4;
#endif

typedef float Floats __attribute__((vector_size(kLanes * sizeof(float))));
typedef int32_t Ints __attribute__((vector_size(kLanes * sizeof(float))));

static inline Floats load(const float* from) {
  Floats x;
  __builtin_memcpy(&x, from, sizeof(x));
  return x;
}

// The first `count` lanes; the others are 0.
static inline Floats load(const float* from, int64_t count) {
  Floats x = {};
  __builtin_memcpy(&x, from, static_cast<size_t>(count) * sizeof(float));
  return x;
}

static inline void store(float* to, Floats x) { __builtin_memcpy(to, &x, sizeof(x)); }

static inline void store(float* to, Floats x, int64_t count) {
  __builtin_memcpy(to, &x, static_cast<size_t>(count) * sizeof(float));
}

// bfloat16, as its bits: the upper half of a float32.
typedef uint16_t Halves __attribute__((vector_size(kLanes * sizeof(uint16_t))));
typedef uint32_t Words __attribute__((vector_size(kLanes * sizeof(float))));

static inline Floats widened(Halves x) { return reinterpret_cast<Floats>(__builtin_convertvector(x, Words) << 16); }

// To nearest, of two equally near ones the even one. NaN stays NaN. With AVX512-BF16 a subnormal number becomes 0.
static inline Halves rounded(Floats x) {
#if defined(__AVX512BF16__)
  return reinterpret_cast<Halves>(_mm512_cvtneps_pbh(reinterpret_cast<__m512>(x)));
#else
  const Words bits = reinterpret_cast<Words>(x);
  const Words nearest = bits + 0x7fffu + ((bits >> 16) & 1u);
  return __builtin_convertvector((x == x ? nearest : bits | 0x400000u) >> 16, Halves);
#endif
}

static inline Floats load(const uint16_t* from) {
  Halves x;
  __builtin_memcpy(&x, from, sizeof(x));
  return widened(x);
}

static inline Floats load(const uint16_t* from, int64_t count) {
  Halves x = {};
  __builtin_memcpy(&x, from, static_cast<size_t>(count) * sizeof(uint16_t));
  return widened(x);
}

static inline void store(uint16_t* to, Floats x) {
  const Halves bits = rounded(x);
  __builtin_memcpy(to, &bits, sizeof(bits));
}

static inline void store(uint16_t* to, Floats x, int64_t count) {
  const Halves bits = rounded(x);
  __builtin_memcpy(to, &bits, static_cast<size_t>(count) * sizeof(uint16_t));
}

// Two numbers in bfloat16 that follow each other in a sum: the first is the lower half.
using Pair = uint32_t;

static inline Words load(const Pair* from) {
  Words x;
  __builtin_memcpy(&x, from, sizeof(x));
  return x;
}

static inline void store(Pair* to, Words x) { __builtin_memcpy(to, &x, sizeof(x)); }

static inline Words paired(Halves first, Halves second) {
  return __builtin_convertvector(first, Words) | __builtin_convertvector(second, Words) << 16;
}

// sums += left right
static inline void multiply_add(Floats& sums, float left, Floats right) { sums += (left - Floats{}) * right; }

static inline void multiply_add(Floats& sums, Pair left, Words right) {
  const Words both = left + Words{};
#if defined(__AVX512BF16__)
  sums = reinterpret_cast<Floats>(_mm512_dpbf16_ps(reinterpret_cast<__m512>(sums), reinterpret_cast<__m512bh>(both),
                                                   reinterpret_cast<__m512bh>(right)));
#else
  sums += reinterpret_cast<Floats>(both << 16) * reinterpret_cast<Floats>(right << 16);
  sums += reinterpret_cast<Floats>(both & 0xffff0000u) * reinterpret_cast<Floats>(right & 0xffff0000u);
#endif
}

static inline Floats splat(float x) { return x - Floats{}; }

// As the x86 instructions: where one is NaN, the result is b.
static inline Floats max(Floats a, Floats b) { return a > b ? a : b; }
static inline Floats min(Floats a, Floats b) { return a < b ? a : b; }
static inline Floats abs(Floats x) { return reinterpret_cast<Floats>(reinterpret_cast<Ints>(x) & 0x7fffffff); }

// The lanes moved by half their number, by a quarter, and so on down to one: after these steps each lane has met every other.
template <typename Combine>
static inline float across_lanes(Floats x, Combine combine) {
  Ints lane;
  for (int i = 0; i < kLanes; ++i) lane[i] = i;
#pragma GCC unroll 4
  for (int step = kLanes / 2; step > 0; step /= 2) x = combine(x, __builtin_shuffle(x, lane ^ step));
  return x[0];
}

static inline float largest_lane(Floats x) { return across_lanes(x, [](Floats a, Floats b) { return max(a, b); }); }
static inline float sum_of_lanes(Floats x) { return across_lanes(x, [](Floats a, Floats b) { return a + b; }); }

// 2^y for -126 <= y < 1, relative error 1.5e-7; least exact where y > 1/2. NaN stays NaN. The coefficients are the minimax
// polynomial of (2^r - 1) / r on [-1/2, 1/2].
static inline Floats exp2(Floats y) {
  // Truncation of a negative number is its ceiling, so that this rounds to nearest.
  const Ints whole = __builtin_convertvector(y - 0.5f, Ints);
  const Floats r = y - __builtin_convertvector(whole, Floats);
  Floats p = splat(1.5353361e-4f);
  p = p * r + 1.3398875e-3f;
  p = p * r + 9.6184369e-3f;
  p = p * r + 5.5503324e-2f;
  p = p * r + 0.24022648f;
  p = p * r + 0.69314718f;
  p = p * r + 1.0f;
  return p * reinterpret_cast<Floats>((whole + 127) << 23);
}

}  // namespace dinofleet::cpu::ISA
