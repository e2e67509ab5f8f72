#include "cpu/vector/epilogue.h"

#include "cpu/vector/lanes.h"

namespace dinofleet::cpu::ISA {
namespace {

// Beyond it GELU is max(x, 0) and its gradient 0 or 1 to the last bit.
constexpr float kFarOut = 10.0f;

inline Floats clamped_abs(Floats x) { return min(splat(kFarOut), abs(x)); }

// Φ(-a), the lower tail of the standard normal distribution, as 2^p(a) for 0 <= a <= kFarOut: its logarithm is so smooth
// that a polynomial of degree 8 gives Φ to 1.5e-8 / max(1, a), without a division. Minimax fit on [0, 6] with that weight;
// p falls monotonically, so that the tail goes on to zero beyond.
inline Floats normal_tail(Floats a) {
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

// GELU(x) = x Φ(x) as max(x, 0) - |x| Φ(-|x|): nothing cancels in the negative tail.
inline Floats gelu(Floats x) { return max(splat(0.0f), x) - abs(x) * normal_tail(clamped_abs(x)); }

// GELU'(x) = Φ(x) + x φ(x). Its value at -a, Φ(-a) - a φ(a), is written as Φ(-a) g(a) with a polynomial g (the fit's error
// times Φ is 5.8e-8); at a it is 1 less that.
inline Floats gelu_gradient(Floats x) {
  const Floats a = clamped_abs(x);
  Floats g = splat(-1.1288395e-5f);
  g = g * a + 1.4419417e-4f;
  g = g * a - 5.8062730e-4f;
  g = g * a - 8.7377697e-4f;
  g = g * a + 2.0017941e-2f;
  g = g * a - 0.10940415f;
  g = g * a - 0.63653702f;
  g = g * a - 0.79789025f;
  g = g * a + 1.0f;
  const Floats at_minus_a = normal_tail(a) * g;
  return x < 0.0f ? at_minus_a : 1.0f - at_minus_a;
}

}  // namespace

void add_bias(float* y, const float* bias, int64_t n) {
#pragma omp simd
  for (int64_t i = 0; i < n; ++i) y[i] += bias[i];
}

void add_bias_gelu(float* pre, const float* bias, float* y, int64_t n) {
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    const Floats x = load(pre + i) + load(bias + i);
    store(pre + i, x);
    store(y + i, gelu(x));
  }
  if (i == n) return;
  const Floats x = load(pre + i, n - i) + load(bias + i, n - i);
  store(pre + i, x, n - i);
  store(y + i, gelu(x), n - i);
}

void multiply_by_gelu_gradient(float* dx, const float* pre, int64_t n) {
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) store(dx + i, load(dx + i) * gelu_gradient(load(pre + i)));
  if (i < n) store(dx + i, load(dx + i, n - i) * gelu_gradient(load(pre + i, n - i)), n - i);
}

void add_column_sums(const float* x, int64_t rows, int64_t columns, int64_t stride, float* out) {
  constexpr int64_t kWidth = 64;
  int64_t column = 0;
  for (; column + kWidth <= columns; column += kWidth) {
    float sums[kWidth] = {};
    for (int64_t row = 0; row < rows; ++row) {
#pragma omp simd
      for (int64_t i = 0; i < kWidth; ++i) sums[i] += x[row * stride + column + i];
    }
    for (int64_t i = 0; i < kWidth; ++i) out[column + i] += sums[i];
  }
  for (; column < columns; ++column) {
    float sum = 0;
    for (int64_t row = 0; row < rows; ++row) sum += x[row * stride + column];
    out[column] += sum;
  }
}

}  // namespace dinofleet::cpu::ISA
