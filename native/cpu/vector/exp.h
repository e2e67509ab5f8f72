// e^(x scale) in a loop that vectorises: infinity above, 0 below, NaN for NaN. Only for sources compiled once for each
// instruction set (dispatch.h), and without -fassociative-math: sums that may be made in any order say so themselves.
#pragma once

#if defined(__ASSOCIATIVE_MATH__)
#error "exp.h needs -fno-associative-math: list the source in ORDERED_KERNELS of native/cpu/CMakeLists.txt"
#endif

#include <cstdint>
#include <cstring>

namespace dinofleet::cpu::ISA {

static inline float float_of_bits(uint32_t bits) {
  float x;
  std::memcpy(&x, &bits, 4);
  return x;
}

// The upper half of a float's 24 bits: products of two such halves are exact.
static inline float upper_half(float x) {
  uint32_t bits;
  std::memcpy(&bits, &x, 4);
  return float_of_bits(bits & 0xfffff000u);
}

struct ExpScale {
  float scale;
  float high, low;    // the scale as a sum: its upper half, and the rest
  float least, most;  // x beyond which the result is surely 0 or infinity
};

static inline ExpScale exp_scale(double scale) {
  const float rounded = static_cast<float>(scale);
  const float high = upper_half(rounded);
  return {rounded, high, static_cast<float>(scale - high), static_cast<float>(-104 / scale),
          static_cast<float>(89 / scale)};
}

// x scale = n ln 2 + r with |r| <= ln 2 / 2; e^r by a polynomial. Relative error below 1e-7, of the true product: where
// it is large a rounded one would be far off. No choice depends on a value but the first two, which are minimum and
// maximum: the compiler would make a branch of it and leave the loop scalar.
static inline float exp_of(float x, const ExpScale& s) {
  constexpr float kLog2e = 1.44269504f;
  constexpr float kLn2High = 0.693359375f;  // nine bits: n times this is exact
  constexpr float kLn2Low = -2.12194440e-4f;

  x = x < s.least ? s.least : x;
  x = x > s.most ? s.most : x;
  const float product = x * s.scale;
  const int32_t n = static_cast<int32_t>(product * kLog2e + (product < 0 ? -0.5f : 0.5f));
  const float turns = static_cast<float>(n);
  const float x_high = upper_half(x);
  const float x_low = x - x_high;
  const float r = (x_high * s.high - turns * kLn2High) + (x_low * s.high + x * s.low - turns * kLn2Low);
  // Minimax for (e^r - 1 - r) / r^2 on |r| <= ln 2 / 2: relative error of e^r 4e-9 before rounding.
  const float p =
      4.999999343e-1f + r * (1.666652040e-1f + r * (4.166839079e-2f + r * (8.368745127e-3f + r * 1.381453988e-3f)));
  // In two steps: 2^n alone may overflow or underflow where the result does not.
  const int32_t half = n >> 1;
  const float power = float_of_bits(static_cast<uint32_t>(half + 127) << 23);
  const float rest = float_of_bits(static_cast<uint32_t>(n - half + 127) << 23);
  return (1.0f + (r + r * r * p)) * power * rest;
}

}  // namespace dinofleet::cpu::ISA
