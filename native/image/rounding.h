#pragma once

#include <cstdint>

namespace dinofleet::image {

// a * b / 255, rounded to the nearest, for a and b up to 255.
inline uint32_t multiply_255(uint32_t a, uint32_t b) {
  const uint32_t product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}

}  // namespace dinofleet::image
