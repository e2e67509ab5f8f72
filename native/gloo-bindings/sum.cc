#include "gloo-bindings/sum.h"

#include <cstdint>
#include <cstring>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace dinofleet::comm {
namespace {

// The upper half of a float32.
float widen_bfloat16(uint16_t x) {
  const uint32_t bits = uint32_t{x} << 16;
  float value;
  std::memcpy(&value, &bits, 4);
  return value;
}

// To nearest even. A NaN stays one: rounding would carry it into the exponent and on.
uint16_t narrow_bfloat16(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, 4);
  const bool nan = (bits & 0x7fffffff) > 0x7f800000;
  const uint32_t rounded = bits + 0x7fff + (bits >> 16 & 1);
  return static_cast<uint16_t>((nan ? bits | 0x400000 : rounded) >> 16);
}

void load_bfloat16(float* acc, const uint16_t* x, size_t n) {
  for (size_t i = 0; i < n; ++i) acc[i] = widen_bfloat16(x[i]);
}

void add_bfloat16(float* acc, const uint16_t* x, size_t n) {
  for (size_t i = 0; i < n; ++i) acc[i] += widen_bfloat16(x[i]);
}

void store_bfloat16(const float* acc, uint16_t* x, size_t n) {
  for (size_t i = 0; i < n; ++i) x[i] = narrow_bfloat16(acc[i]);
}

float widen(const uint16_t* x) {
  _Float16 half;
  std::memcpy(&half, x, 2);
  return static_cast<float>(half);
}

void load_half(float* acc, const uint16_t* x, size_t n) {
  for (size_t i = 0; i < n; ++i) acc[i] = widen(x + i);
}

void add_half(float* acc, const uint16_t* x, size_t n) {
  for (size_t i = 0; i < n; ++i) acc[i] += widen(x + i);
}

void store_half(const float* acc, uint16_t* x, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    const _Float16 half = static_cast<_Float16>(acc[i]);
    std::memcpy(x + i, &half, 2);
  }
}

#if defined(__x86_64__)
// The same with the CPU's own conversions; the last few elements go the slow way. Bits are equal: both round to nearest
// even, and an addition is one addition.
bool has_f16c() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("f16c");
}

__attribute__((target("avx2,f16c"))) __m256 widen8(const uint16_t* x) {
  return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(x)));
}

__attribute__((target("avx2,f16c"))) void load_half_f16c(float* acc, const uint16_t* x, size_t n) {
  size_t i = 0;
  for (; i + 8 <= n; i += 8) _mm256_storeu_ps(acc + i, widen8(x + i));
  load_half(acc + i, x + i, n - i);
}

__attribute__((target("avx2,f16c"))) void add_half_f16c(float* acc, const uint16_t* x, size_t n) {
  size_t i = 0;
  for (; i + 8 <= n; i += 8) _mm256_storeu_ps(acc + i, _mm256_add_ps(_mm256_loadu_ps(acc + i), widen8(x + i)));
  add_half(acc + i, x + i, n - i);
}

__attribute__((target("avx2,f16c"))) void store_half_f16c(const float* acc, uint16_t* x, size_t n) {
  size_t i = 0;
  for (; i + 8 <= n; i += 8)
    _mm_storeu_si128(reinterpret_cast<__m128i*>(x + i),
                     _mm256_cvtps_ph(_mm256_loadu_ps(acc + i), _MM_FROUND_TO_NEAREST_INT));
  store_half(acc + i, x + i, n - i);
}

const bool kF16c = has_f16c();
const auto load_half_best = kF16c ? load_half_f16c : load_half;
const auto add_half_best = kF16c ? add_half_f16c : add_half;
const auto store_half_best = kF16c ? store_half_f16c : store_half;
#else
const auto load_half_best = load_half;
const auto add_half_best = add_half;
const auto store_half_best = store_half;
#endif

}  // namespace

void load(Wire wire, float* acc, const char* x, size_t n) {
  if (n == 0) return;
  if (wire == Wire::kFloat16) return load_half_best(acc, reinterpret_cast<const uint16_t*>(x), n);
  if (wire == Wire::kBFloat16) return load_bfloat16(acc, reinterpret_cast<const uint16_t*>(x), n);
  std::memcpy(acc, x, n * sizeof(float));
}

void add(Wire wire, float* acc, const char* x, size_t n) {
  if (wire == Wire::kFloat16) return add_half_best(acc, reinterpret_cast<const uint16_t*>(x), n);
  if (wire == Wire::kBFloat16) return add_bfloat16(acc, reinterpret_cast<const uint16_t*>(x), n);
  const float* values = reinterpret_cast<const float*>(x);
  for (size_t i = 0; i < n; ++i) acc[i] += values[i];
}

void store(Wire wire, const float* acc, char* x, size_t n) {
  if (n == 0) return;
  if (wire == Wire::kFloat16) return store_half_best(acc, reinterpret_cast<uint16_t*>(x), n);
  if (wire == Wire::kBFloat16) return store_bfloat16(acc, reinterpret_cast<uint16_t*>(x), n);
  std::memcpy(x, acc, n * sizeof(float));
}

}  // namespace dinofleet::comm
