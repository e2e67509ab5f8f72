#include "cpu/vector/koleo.h"

namespace dinofleet::cpu::ISA {

// Four dot products with one row. Always four, the last row again where fewer are left: equal rows must get equal bits,
// so that a tie is a tie.
static inline void four_dots(const float* __restrict a, const float* const* rows, int64_t n, float* dots) {
  const float* __restrict b0 = rows[0];
  const float* __restrict b1 = rows[1];
  const float* __restrict b2 = rows[2];
  const float* __restrict b3 = rows[3];
  float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  for (int64_t i = 0; i < n; ++i) {
    s0 += a[i] * b0[i];
    s1 += a[i] * b1[i];
    s2 += a[i] * b2[i];
    s3 += a[i] * b3[i];
  }
  dots[0] = s0;
  dots[1] = s1;
  dots[2] = s2;
  dots[3] = s3;
}

void nearest_rows(const float* x, int64_t count, int64_t dim, int64_t begin, int64_t end, int32_t* nearest) {
  constexpr int64_t kMany = 64;  // rows that stay in the cache while all of [begin, end) pass by
  float best[kMany];
  for (int64_t first = begin; first < end; first += kMany) {
    const int64_t last = end - first < kMany ? end : first + kMany;
    for (int64_t i = first; i < last; ++i) {
      best[i - first] = -__builtin_inff();
      nearest[i] = i == 0 && count > 1 ? 1 : 0;  // a single row has itself only
    }
    for (int64_t j = 0; j < count; j += 4) {
      const float* rows[4];
      for (int64_t k = 0; k < 4; ++k) rows[k] = x + (j + k < count ? j + k : count - 1) * dim;
      for (int64_t i = first; i < last; ++i) {
        float dots[4];
        four_dots(x + i * dim, rows, dim, dots);
        for (int64_t k = 0; k < 4 && j + k < count; ++k) {
          if (j + k == i || !(dots[k] > best[i - first])) continue;
          best[i - first] = dots[k];
          nearest[i] = static_cast<int32_t>(j + k);
        }
      }
    }
  }
}

double distance(const float* __restrict a, const float* __restrict b, int64_t n, double eps) {
  double sum = 0;
  for (int64_t i = 0; i < n; ++i) {
    const double difference = static_cast<double>(a[i]) - b[i] + eps;
    sum += difference * difference;
  }
  return __builtin_sqrt(sum);
}

void add_scaled_difference(const float* __restrict a, const float* __restrict b, int64_t n, double eps, double scale,
                           double* __restrict grad) {
  for (int64_t i = 0; i < n; ++i) grad[i] += scale * (static_cast<double>(a[i]) - b[i] + eps);
}

void add_through_normalisation(const double* __restrict grad, const float* __restrict x, int64_t n, double scale,
                               bool constant_norm, float* __restrict dx) {
  double along = 0;
  if (!constant_norm)
    for (int64_t i = 0; i < n; ++i) along += x[i] * grad[i];
  for (int64_t i = 0; i < n; ++i) dx[i] += static_cast<float>(scale * (grad[i] - x[i] * along));
}

}  // namespace dinofleet::cpu::ISA
