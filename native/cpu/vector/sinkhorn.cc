#include "cpu/vector/sinkhorn.h"

#include <cstring>

#include "cpu/vector/exp.h"

namespace dinofleet::cpu::ISA {

static constexpr int64_t kColumns = 1024;  // of floats summed at a time, and of a column sum kept in the first cache
static constexpr int64_t kRows = 64;       // added as floats before they go to a sum in double

void sinkhorn_exponentials(float* q, int64_t rows, int64_t prototypes, int64_t begin, int64_t end, double inverse_temp,
                           float* __restrict sums) {
  const ExpScale scale = exp_scale(inverse_temp);
  float some_rows[kColumns];
  double all_rows[kColumns];
  for (int64_t first = begin; first < end; first += kColumns) {
    const int64_t width = end - first < kColumns ? end - first : kColumns;
    std::memset(all_rows, 0, sizeof(all_rows));
    for (int64_t group = 0; group < rows; group += kRows) {
      const int64_t group_end = rows - group < kRows ? rows : group + kRows;
      std::memset(some_rows, 0, sizeof(some_rows));
      for (int64_t m = group; m < group_end; ++m) {
        float* __restrict row = q + m * prototypes + first;
        for (int64_t i = 0; i < width; ++i) {
          row[i] = exp_of(row[i], scale);
          some_rows[i] += row[i];
        }
      }
      for (int64_t i = 0; i < width; ++i) all_rows[i] += some_rows[i];
    }
    for (int64_t i = 0; i < width; ++i) sums[first + i] = static_cast<float>(all_rows[i]);
  }
}

void inverses(const float* __restrict sums, int64_t n, float* __restrict r) {
  for (int64_t i = 0; i < n; ++i) r[i] = 1.0f / sums[i];
}

static inline double dot(const float* __restrict a, const float* __restrict b, int64_t n) {
  double total = 0;
  for (int64_t first = 0; first < n; first += kColumns) {
    const int64_t end = n - first < kColumns ? n : first + kColumns;
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int64_t i = first; i < end; ++i) sum += a[i] * b[i];
    total += sum;
  }
  return total;
}

void sinkhorn_scaled_sum(const float* q, const float* r, int64_t begin, int64_t end, int64_t prototypes,
                         float* __restrict part) {
  std::memset(part, 0, prototypes * sizeof(float));
  for (int64_t m = begin; m < end; ++m) {
    const float* __restrict row = q + m * prototypes;
    // The dot product brings the row into the cache, the sum finds it there.
    const float c = static_cast<float>(1.0 / dot(row, r, prototypes));
    for (int64_t i = 0; i < prototypes; ++i) part[i] += c * row[i];
  }
}

void sinkhorn_assign(float* q, const float* __restrict r, int64_t begin, int64_t end, int64_t prototypes) {
  for (int64_t m = begin; m < end; ++m) {
    float* __restrict row = q + m * prototypes;
    const float c = static_cast<float>(1.0 / dot(row, r, prototypes));
    for (int64_t i = 0; i < prototypes; ++i) row[i] = row[i] * r[i] * c;
  }
}

}  // namespace dinofleet::cpu::ISA
