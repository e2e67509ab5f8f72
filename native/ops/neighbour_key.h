// A product with a row of the gallery, and that row's index, as one number: the larger, the nearer. Of equal products the lower index is
// the nearer one; NaN is farther than every number. No two rows have the same key, and none has 0. For kernels as well.
#pragma once

#include <cstdint>
#include <cstring>

#include "host/anywhere.h"

namespace dinofleet {

DINOFLEET_ANYWHERE inline uint64_t neighbour_key(float product, int64_t index) {
  uint32_t order = 0;  // NaN
  if (product == product) {
    const float number = product + 0.0f;  // -0 is 0
    uint32_t bits;
    memcpy(&bits, &number, sizeof bits);
    order = bits >> 31 ? ~bits : bits | 0x80000000u;
  }
  return uint64_t{order} << 32 | (0xffffffffu - static_cast<uint32_t>(index));
}

// NaN of the key 0 as well.
DINOFLEET_ANYWHERE inline float product_of(uint64_t key) {
  const uint32_t order = static_cast<uint32_t>(key >> 32);
  const uint32_t bits = order == 0 ? 0x7fc00000u : order >> 31 ? order & 0x7fffffffu : ~order;
  float product;
  memcpy(&product, &bits, sizeof product);
  return product;
}

DINOFLEET_ANYWHERE inline int32_t index_of(uint64_t key) {
  return static_cast<int32_t>(0xffffffffu - static_cast<uint32_t>(key));
}

}  // namespace dinofleet
