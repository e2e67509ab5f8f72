// e^(x scale): infinity above, 0 below, NaN for NaN. Relative error about 1e-7 of the true product: where it is large a rounded one would
// be far off.
#pragma once

#include "cuda/kernels/kernel.h"

namespace dinofleet::cuda {

struct ExpScale {
  float high, low;    // the scale as a sum
  float least, most;  // x beyond which the result is surely 0 or infinity
};

inline ExpScale exp_scale(double scale) {
  const float high = static_cast<float>(scale);
  return {high, static_cast<float>(scale - high), static_cast<float>(-104 / scale), static_cast<float>(89 / scale)};
}

// x scale = n ln 2 + r with |r| <= ln 2 / 2; e^r by a polynomial.
__device__ __forceinline__ float exp_of(float x, const ExpScale& scale) {
  constexpr float kLog2E = 1.44269504f;
  constexpr float kLn2High = 0.693359375f;  // nine bits: n times this is exact
  constexpr float kLn2Low = -2.12194440e-4f;
  x = x < scale.least ? scale.least : x;
  x = x > scale.most ? scale.most : x;
  const float product = x * scale.high;
  const float turns = rintf(product * kLog2E);
  const float rest = fmaf(x, scale.high, -product) + x * scale.low;
  const float r = fmaf(-turns, kLn2High, product) + (rest - turns * kLn2Low);
  // Minimax for (e^r - 1 - r) / r^2 on |r| <= ln 2 / 2: relative error of e^r 4e-9 before rounding.
  const float p =
      4.999999343e-1f + r * (1.666652040e-1f + r * (4.166839079e-2f + r * (8.368745127e-3f + r * 1.381453988e-3f)));
  return ldexpf(1.0f + (r + r * r * p), turns == turns ? static_cast<int>(turns) : 0);
}

}  // namespace dinofleet::cuda
