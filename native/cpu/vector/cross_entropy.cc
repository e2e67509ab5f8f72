#include "cpu/vector/cross_entropy.h"

#include "cpu/vector/exp.h"

namespace dinofleet::cpu::ISA {

// Columns at a time: sums of floats stay short, a target that is a sum of rows stays in the first cache.
static constexpr int64_t kColumns = 1024;

static inline int64_t width_at(int64_t first, int64_t prototypes) {
  return prototypes - first < kColumns ? prototypes - first : kColumns;
}

// The targets' columns from `first`: in place where there is one row of them, else their sum in `buffer`.
static inline const float* target_columns(const float* targets, const int32_t* rows, int64_t count, int64_t prototypes,
                                          int64_t first, int64_t width, float* __restrict buffer) {
  const float* only = nullptr;
  for (int64_t t = 0; t < count; ++t) {
    if (rows[t] < 0) continue;
    const float* __restrict row = targets + rows[t] * prototypes + first;
    if (only == nullptr) {
      only = row;
    } else if (only != buffer) {
      for (int64_t i = 0; i < width; ++i) buffer[i] = only[i] + row[i];
      only = buffer;
    } else {
      for (int64_t i = 0; i < width; ++i) buffer[i] += row[i];
    }
  }
  return only;
}

static inline float largest(const float* x, int64_t n) {
  float most = -__builtin_inff();
#pragma omp simd reduction(max : most)
  for (int64_t i = 0; i < n; ++i) most = x[i] > most ? x[i] : most;
  return most;
}

struct RowSums {
  double exp = 0;         // of e^(z - max z), z the scaled logits
  double target = 0;      // of q
  double target_dot = 0;  // of q (logits - max logits)
};

// Leaves e^(z - max z) in the place of the logits.
static inline RowSums exponentials(float* __restrict logits, const float* __restrict q, int64_t n,
                                   const ExpScale& scale, float most) {
  float sum = 0;
  float target = 0;
  float target_dot = 0;
#pragma omp simd reduction(+ : sum, target, target_dot)
  for (int64_t i = 0; i < n; ++i) {
    const float above = logits[i] - most;
    const float e = exp_of(above, scale);
    sum += e;
    target += q[i];
    target_dot += q[i] * above;
    logits[i] = e;
  }
  return {sum, target, target_dot};
}

static inline void gradient(float* __restrict exponentials, const float* __restrict q, int64_t n, float softmax_scale,
                            float target_scale) {
  for (int64_t i = 0; i < n; ++i) exponentials[i] = exponentials[i] * softmax_scale - q[i] * target_scale;
}

double cross_entropy_row(float* logits, const float* targets, const int32_t* rows, int64_t count, int64_t prototypes,
                         double inverse_temp, double grad_scale) {
  float buffer[kColumns];
  const ExpScale scale = exp_scale(inverse_temp);
  const float most = largest(logits, prototypes);
  RowSums sums;
  for (int64_t first = 0; first < prototypes; first += kColumns) {
    const int64_t width = width_at(first, prototypes);
    const float* q = target_columns(targets, rows, count, prototypes, first, width, buffer);
    const RowSums part = exponentials(logits + first, q, width, scale, most);
    sums.exp += part.exp;
    sums.target += part.target;
    sums.target_dot += part.target_dot;
  }
  // The gradient is (sum of q) softmax(z) - q: targets that do not sum to 1 are taken as they are.
  const float softmax_scale = static_cast<float>(grad_scale * sums.target / sums.exp);
  for (int64_t first = 0; first < prototypes; first += kColumns) {
    const int64_t width = width_at(first, prototypes);
    const float* q = target_columns(targets, rows, count, prototypes, first, width, buffer);
    gradient(logits + first, q, width, softmax_scale, static_cast<float>(grad_scale));
  }
  return __builtin_log(sums.exp) * sums.target - sums.target_dot * inverse_temp;
}

}  // namespace dinofleet::cpu::ISA
