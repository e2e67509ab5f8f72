// One vector register of the instruction set that a kernel is compiled for, by GCC's vector extension: operators work by
// lanes. Included by vector kernels only; everything here is static, so that nothing is shared between instruction sets.
#pragma once

#include <cstddef>
#include <cstdint>

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
