// The kernels of epilogue.h, for either type of the result. Included by vector kernels only; everything here is static.
#pragma once

#include "cpu/vector/lanes.h"

namespace dinofleet::cpu::ISA {

// Beyond it GELU is max(x, 0) and its gradient 0 or 1 to the last bit.
constexpr float kFarOut = 10.0f;

static inline Floats clamped_abs(Floats x) { return min(splat(kFarOut), abs(x)); }

// Φ(-a), the lower tail of the standard normal distribution, as 2^p(a) for 0 <= a <= kFarOut: its logarithm is so smooth
// that a polynomial of degree 8 gives Φ to 1.5e-8 / max(1, a), without a division. Minimax fit on [0, 6] with that weight;
// p falls monotonically, so that the tail goes on to zero beyond.
static inline Floats normal_tail(Floats a) {
  Floats p = splat(-2.3349487e-6f);
  p = p * a + 3.3737815e-5f;
  p = p * a - 1.6129382e-4f;
  p = p * a - 1.9170356e-4f;
  p = p * a + 7.1268650e-3f;
  p = p * a - 5.2533612e-2f;
  p = p * a - 0.45919830f;
  p = p * a - 1.1511060f;
  p = p * a - 1.0f;
  return exp2(p);
}

// GELU(x) = x Φ(x) as max(x, 0) - |x| Φ(-|x|), of the tail Φ(-|x|): nothing cancels where x is negative.
static inline Floats gelu(Floats x, Floats tail) { return max(splat(0.0f), x) - abs(x) * tail; }

// GELU'(x) = Φ(x) + x φ(x). Its value at -a, Φ(-a) - a φ(a), is written as Φ(-a) g(a) with a polynomial g (the fit's error
// times Φ is 5.8e-8); at a it is 1 less that.
static inline Floats gelu_gradient(Floats x, Floats a, Floats tail) {
  Floats g = splat(-1.1288395e-5f);
  g = g * a + 1.4419417e-4f;
  g = g * a - 5.8062730e-4f;
  g = g * a - 8.7377697e-4f;
  g = g * a + 2.0017941e-2f;
  g = g * a - 0.10940415f;
  g = g * a - 0.63653702f;
  g = g * a - 0.79789025f;
  g = g * a + 1.0f;
  const Floats at_minus_a = tail * g;
  return x < 0.0f ? at_minus_a : 1.0f - at_minus_a;
}

// As T has it.
static inline Floats as_stored(const float*, Floats x) { return x; }
static inline Floats as_stored(const uint16_t*, Floats x) { return widened(rounded(x)); }

template <typename T>
static inline void bias_sum(const float* sums, const float* bias, T* y, int64_t n) {
  int64_t i = 0;
  if (bias == nullptr) {
    for (; i + kLanes <= n; i += kLanes) store(y + i, load(sums + i));
    if (i < n) store(y + i, load(sums + i, n - i), n - i);
    return;
  }
  for (; i + kLanes <= n; i += kLanes) store(y + i, load(sums + i) + load(bias + i));
  if (i < n) store(y + i, load(sums + i, n - i) + load(bias + i, n - i), n - i);
}

template <typename T>
static inline void bias_gelu(const float* sums, const float* bias, T* pre, T* y, int64_t n) {
  const auto activated = [=](Floats sum, Floats shift) {
    const Floats x = as_stored(pre, sum + shift);
    struct {
      Floats pre, y;
    } both = {x, gelu(x, normal_tail(clamped_abs(x)))};
    return both;
  };
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    const auto both = activated(load(sums + i), bias == nullptr ? Floats{} : load(bias + i));
    store(pre + i, both.pre);
    store(y + i, both.y);
  }
  if (i == n) return;
  const auto both = activated(load(sums + i, n - i), bias == nullptr ? Floats{} : load(bias + i, n - i));
  store(pre + i, both.pre, n - i);
  store(y + i, both.y, n - i);
}

template <typename T>
static inline void through_gelu(const float* sums, T* pre, T* dx, int64_t n) {
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    const Floats x = load(pre + i), a = clamped_abs(x), tail = normal_tail(a);
    store(dx + i, load(sums + i) * gelu_gradient(x, a, tail));
    store(pre + i, gelu(x, tail));
  }
  if (i == n) return;
  const Floats x = load(pre + i, n - i), a = clamped_abs(x), tail = normal_tail(a);
  store(dx + i, load(sums + i, n - i) * gelu_gradient(x, a, tail), n - i);
  store(pre + i, gelu(x, tail), n - i);
}

template <typename T>
static inline void column_sums(const T* x, int64_t rows, int64_t columns, int64_t stride, float* out) {
  constexpr int64_t kVectors = 64 / kLanes;
  int64_t column = 0;
  for (; column + 64 <= columns; column += 64) {
    Floats sums[kVectors] = {};
    for (int64_t row = 0; row < rows; ++row)
      for (int64_t v = 0; v < kVectors; ++v) sums[v] += load(x + row * stride + column + v * kLanes);
    for (int64_t v = 0; v < kVectors; ++v) {
      float* to = out + column + v * kLanes;
      store(to, load(to) + sums[v]);
    }
  }
  for (; column < columns; column += kLanes) {
    const int64_t width = columns - column < kLanes ? columns - column : kLanes;
    Floats sum = {};
    for (int64_t row = 0; row < rows; ++row) sum += load(x + row * stride + column, width);
    store(out + column, load(out + column, width) + sum, width);
  }
}

}  // namespace dinofleet::cpu::ISA
