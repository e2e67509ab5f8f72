#include "cpu/vector/centering.h"

#include "cpu/vector/exp.h"

namespace dinofleet::cpu::ISA {

static constexpr int64_t kColumns = 1024;  // of floats summed at a time

void centered_softmax_rows(float* x, const float* __restrict center, int64_t begin, int64_t end, int64_t prototypes,
                           double inverse_temp) {
  const ExpScale scale = exp_scale(inverse_temp);
  for (int64_t m = begin; m < end; ++m) {
    float* __restrict row = x + m * prototypes;
    float most = -__builtin_inff();
#pragma omp simd reduction(max : most)
    for (int64_t i = 0; i < prototypes; ++i) {
      row[i] -= center[i];
      most = row[i] > most ? row[i] : most;
    }
    double total = 0;
    for (int64_t first = 0; first < prototypes; first += kColumns) {
      const int64_t stop = prototypes - first < kColumns ? prototypes : first + kColumns;
      float sum = 0;
#pragma omp simd reduction(+ : sum)
      for (int64_t i = first; i < stop; ++i) {
        row[i] = exp_of(row[i] - most, scale);
        sum += row[i];
      }
      total += sum;
    }
    const float inverse = static_cast<float>(1 / total);
    for (int64_t i = 0; i < prototypes; ++i) row[i] *= inverse;
  }
}

}  // namespace dinofleet::cpu::ISA
