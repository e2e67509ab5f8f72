#include "cpu/vector/sums.h"

namespace dinofleet::cpu::ISA {

// No __restrict: a tensor may be added to itself.
void add_floats(const float* x, int64_t n, float* sum) {
  for (int64_t i = 0; i < n; ++i) sum[i] += x[i];
}

void add_in_double(const float* __restrict x, int64_t n, double* __restrict sum) {
  for (int64_t i = 0; i < n; ++i) sum[i] += x[i];
}

void add_rounded(const double* __restrict x, int64_t n, float* __restrict sum) {
  for (int64_t i = 0; i < n; ++i) sum[i] = static_cast<float>(sum[i] + x[i]);
}

void sum_of_two(const float* __restrict a, const float* __restrict b, int64_t n, float* __restrict out) {
  for (int64_t i = 0; i < n; ++i) out[i] = a[i] + b[i];
}

static constexpr int64_t kColumns = 256;

// Column sums of a few hundred columns at a time, so that they stay in the first cache.
static inline void sum_parts(const float* __restrict parts, int64_t count, int64_t n, int64_t begin, int64_t end,
                             float* __restrict out, bool add) {
  double sums[kColumns];
  for (int64_t first = begin; first < end; first += kColumns) {
    const int64_t width = end - first < kColumns ? end - first : kColumns;
    for (int64_t i = 0; i < width; ++i) sums[i] = add ? out[first + i] : 0.0f;
    for (int64_t c = 0; c < count; ++c) {
      const float* part = parts + c * n + first;
      for (int64_t i = 0; i < width; ++i) sums[i] += part[i];
    }
    for (int64_t i = 0; i < width; ++i) out[first + i] = static_cast<float>(sums[i]);
  }
}

void set_to_sum_of_parts(const float* parts, int64_t count, int64_t n, int64_t begin, int64_t end, float* out) {
  sum_parts(parts, count, n, begin, end, out, false);
}

void add_sum_of_parts(const float* parts, int64_t count, int64_t n, int64_t begin, int64_t end, float* out) {
  sum_parts(parts, count, n, begin, end, out, true);
}

double sum_of_squares(const float* x, int64_t n) {
  double sum = 0;
  for (int64_t i = 0; i < n; ++i) sum += static_cast<double>(x[i]) * x[i];
  return sum;
}

}  // namespace dinofleet::cpu::ISA
