#include "cpu/vector/neighbours.h"

namespace dinofleet::cpu::ISA {

// Numbers that are compared before it is asked whether there is one: a few registers of any instruction set.
static constexpr int64_t kTogether = 64;

static inline bool any_above(const float* x, float bar) {
  int32_t found = 0;
#pragma omp simd reduction(| : found)
  for (int64_t i = 0; i < kTogether; ++i) found |= !(x[i] <= bar);
  return found != 0;
}

int64_t places_above(const float* __restrict x, int64_t n, float bar, int32_t* __restrict places) {
  int64_t count = 0;
  for (int64_t first = 0; first < n; first += kTogether) {
    const int64_t end = n - first < kTogether ? n : first + kTogether;
    if (end - first == kTogether && !any_above(x + first, bar)) continue;
    // Without a branch, which would be guessed wrong where one number in many is above the bar.
    for (int64_t i = first; i < end; ++i) {
      places[count] = static_cast<int32_t>(i);
      count += !(x[i] <= bar);
    }
  }
  return count;
}

}  // namespace dinofleet::cpu::ISA
