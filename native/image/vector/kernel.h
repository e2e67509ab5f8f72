// Pixel kernels are compiled once for each instruction set; see vector/dispatch.h, also for what their sources may
// include. Pixels are 4 bytes: red, green, blue, unused.
#pragma once

#include "vector/dispatch.h"

namespace dinofleet::image {

// Of kernels that multiply bytes, which some CPUs with AVX-512 do four at a time (VNNI).
template <typename F>
F select_byte_kernel(F baseline, F avx2, F avx512, F avx512vnni) {
#if defined(__x86_64__)
  if (best_isa() == Isa::kAvx512 && __builtin_cpu_supports("avx512vnni")) return avx512vnni;
#endif
  return select_kernel(baseline, avx2, avx512);
}

#define DINOFLEET_BYTE_KERNEL(result, name, parameters) \
  DINOFLEET_KERNEL_VARIANTS(result, name, parameters)   \
  namespace avx512vnni {                                \
  result name parameters;                               \
  }                                                     \
  inline result(*const name) parameters =               \
      select_byte_kernel(&baseline::name, &avx2::name, &avx512::name, &avx512vnni::name);

}  // namespace dinofleet::image
