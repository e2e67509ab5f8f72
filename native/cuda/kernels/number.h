// 16-bit floating numbers as kernels store them: they compute in float.
#pragma once

#include <cstdint>

namespace dinofleet::cuda {

struct Half {
  uint16_t bits;
};

struct BFloat16 {
  uint16_t bits;
};

}  // namespace dinofleet::cuda
