// Sums in float32 of numbers in the format that they have on the wire, one operand at a time: whoever calls decides the
// order of the ranks, and with it the bits of the result.
#pragma once

#include <cstddef>

namespace dinofleet::comm {

enum class Wire { kFloat32, kFloat16, kBFloat16 };

inline size_t size_of(Wire wire) { return wire == Wire::kFloat32 ? 4 : 2; }

// acc = x. An infinity or NaN stays one.
void load(Wire wire, float* acc, const char* x, size_t n);
// acc += x
void add(Wire wire, float* acc, const char* x, size_t n);
// x = acc, rounded to nearest even; what is too large becomes infinity.
void store(Wire wire, const float* acc, char* x, size_t n);

}  // namespace dinofleet::comm
