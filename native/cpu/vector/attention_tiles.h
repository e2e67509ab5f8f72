// What attention in float32 and in bfloat16 share: scores go through a tile of kQueries x kKeys that stays in the second-level cache (Dao et
// al. 2022, "FlashAttention"), and become weights as powers of two. Included by vector kernels only; everything here is static.
#pragma once

#include "cpu/vector/attention.h"
#include "cpu/vector/product.h"
#include "cpu/vector/transpose.h"

namespace dinofleet::cpu::ISA {

constexpr int64_t kQueries = 66;
constexpr int64_t kKeys = 288;
constexpr float kLog2E = 1.44269504f;
constexpr float kLn2 = 0.693147181f;
// Weights below 2^-100 of a row's largest are taken for that: their products would be slow subnormal numbers.
constexpr float kLeastExponent = -100.0f;

struct Range {
  int64_t start, length;
};

// The sequence, cut evenly into the fewest parts of at most `most` tokens.
struct Parts {
  int64_t tokens, count;
  Parts(int64_t tokens, int64_t most) : tokens(tokens), count((tokens + most - 1) / most) {}
  Range operator[](int64_t i) const {
    const int64_t start = tokens * i / count;
    return {start, tokens * (i + 1) / count - start};
  }
};

static inline int64_t padded(int64_t n) { return (n + kLanes - 1) / kLanes * kLanes; }

// Length of a row of a tile of scores: an odd number of cache lines, so that a column does not fall into few sets.
constexpr int64_t kScoreStride = (kKeys + 15) / 16 * 16 | 16;

// Bytes after bytes of the caller's scratch.
struct Scratch {
  float* next;
  float* take(int64_t floats) {
    float* taken = next;
    next += (floats + 15) / 16 * 16;
    return taken;
  }
};

// to (rows, dim), its rows `stride` apart, = factor * from (rows, padded(dim)).
template <typename T>
static void copy_back(const float* from, int64_t rows, int64_t dim, float factor, T* to, int64_t stride) {
  const int64_t width = padded(dim);
  for (int64_t row = 0; row < rows; ++row) {
    int64_t i = 0;
    for (; i + kLanes <= dim; i += kLanes) store(to + row * stride + i, factor * load(from + row * width + i));
    if (i < dim) store(to + row * stride + i, factor * load(from + row * width + i), dim - i);
  }
}

// The transpose of from (rows, columns); columns of `to` beyond `rows` are zero up to padded(rows).
static void transpose_padded(const float* from, int64_t from_stride, int64_t rows, int64_t columns, float* to, int64_t to_stride) {
  transpose(from, from_stride, rows, columns, to, to_stride);
  for (int64_t i = 0; i < columns; ++i)
    for (int64_t j = rows; j < padded(rows); ++j) to[i * to_stride + j] = 0.0f;
}

template <typename T>
static float dot(const T* a, const T* b, int64_t n) {
  Floats sum = {};
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) sum += load(a + i) * load(b + i);
  if (i < n) sum += load(a + i, n - i) * load(b + i, n - i);
  return sum_of_lanes(sum);
}

static Floats exp2_clamped(Floats x) { return exp2(max(splat(kLeastExponent), x)); }

static float exp2_clamped(float x) { return exp2_clamped(splat(x))[0]; }

// Minus infinity in the lanes beyond the last key, else 0.
static Floats beyond_mask(int64_t keys) {
  Floats mask = {};
  for (int64_t i = keys - (padded(keys) - kLanes); i < kLanes; ++i) mask[i] = -__builtin_inff();
  return mask;
}

// Of one row of scores, `keys` of them with room for padded(keys): weights = 2^(scale score - max), which may be where the scores are; max
// is the largest scale score and `before`. Returns the row's sum.
template <typename T>
static float softmax_row(const float* scores, int64_t keys, Floats mask, float scale, float before, T* weights,
                         float* max_out) {
  const int64_t last = padded(keys) - kLanes;
  const Floats tail = load(scores + last) * scale + mask;
  Floats most = max(splat(before), tail);
  for (int64_t j = 0; j < last; j += kLanes) most = max(most, load(scores + j) * scale);
  const float top = largest_lane(most);
  const Floats tail_weights = exp2_clamped(tail - top);
  Floats sum = tail_weights;
  store(weights + last, tail_weights);
  for (int64_t j = 0; j < last; j += kLanes) {
    const Floats some = exp2_clamped(load(scores + j) * scale - top);
    sum += some;
    store(weights + j, some);
  }
  *max_out = top;
  return sum_of_lanes(sum);
}

static void scale_row(float* row, int64_t width, float factor) {
  for (int64_t i = 0; i < width; i += kLanes) store(row + i, factor * load(row + i));
}

}  // namespace dinofleet::cpu::ISA
