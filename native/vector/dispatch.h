// Vector kernels are plain loops in sources that are compiled once for each instruction set, into a namespace named by
// it; the one that this CPU has is picked when the addon loads.
//
// A kernel's header declares it:    DINOFLEET_KERNEL(void, gelu_rows, (const float* x, float* y, int64_t n))
// its source defines it:            namespace dinofleet::cpu::ISA { void gelu_rows(const float* x, float* y, int64_t n) {…} }
// callers say:                      gelu_rows(x, y, n)
//
// Such a source includes nothing with inline functions that other sources use too (no <vector>, no <algorithm>): the
// linker keeps one copy of an inline function, and it must not be the AVX-512 one. Its own helpers are static.
#pragma once

#include <cstdint>

namespace dinofleet {

enum class Isa { kBaseline, kAvx2, kAvx512 };

inline Isa best_isa() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (avx2 && avx512) return Isa::kAvx512;
  if (avx2) return Isa::kAvx2;
#endif
  return Isa::kBaseline;
}

template <typename F>
F select_kernel(F baseline, F avx2, F avx512) {
  switch (best_isa()) {
    case Isa::kAvx512: return avx512;
    case Isa::kAvx2: return avx2;
    default: return baseline;
  }
}

// Of each instruction set.
#define DINOFLEET_KERNEL_VARIANTS(result, name, parameters) \
  namespace baseline {                                      \
  result name parameters;                                   \
  }                                                         \
  namespace avx2 {                                          \
  result name parameters;                                   \
  }                                                         \
  namespace avx512 {                                        \
  result name parameters;                                   \
  }

#define DINOFLEET_KERNEL(result, name, parameters)    \
  DINOFLEET_KERNEL_VARIANTS(result, name, parameters) \
  inline result(*const name) parameters = select_kernel(&baseline::name, &avx2::name, &avx512::name);

}  // namespace dinofleet
