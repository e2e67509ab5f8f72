// Scores go through a tile of kQueries x kKeys that stays in the second-level cache (Dao et al. 2022, "FlashAttention").
// They are kept in units of log 2: the queries are scaled by scale * log2(e) when they are copied.
#include "cpu/vector/attention.h"

#include "cpu/vector/product.h"

namespace dinofleet::cpu::ISA {
namespace {

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

inline int64_t padded(int64_t n) { return (n + kLanes - 1) / kLanes * kLanes; }

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

// to (rows, padded(dim)) = factor * from (rows, dim), zero beyond dim.
void copy_rows(const float* from, int64_t stride, int64_t rows, int64_t dim, float factor, float* to) {
  const int64_t width = padded(dim);
  for (int64_t row = 0; row < rows; ++row) {
    int64_t i = 0;
    for (; i + kLanes <= dim; i += kLanes) store(to + row * width + i, factor * load(from + row * stride + i));
    if (i < dim) store(to + row * width + i, factor * load(from + row * stride + i, dim - i));
  }
}

// The reverse: to (rows, dim), its rows `stride` apart, = factor * from (rows, padded(dim)).
void copy_back(const float* from, int64_t rows, int64_t dim, float factor, float* to, int64_t stride) {
  const int64_t width = padded(dim);
  for (int64_t row = 0; row < rows; ++row) {
    int64_t i = 0;
    for (; i + kLanes <= dim; i += kLanes) store(to + row * stride + i, factor * load(from + row * width + i));
    if (i < dim) store(to + row * stride + i, factor * load(from + row * width + i), dim - i);
  }
}

typedef float Four __attribute__((vector_size(16)));
typedef int32_t FourInts __attribute__((vector_size(16)));

// to (4 columns, 4 rows) = from (4 rows, 4 columns), transposed.
inline void transpose_four(const float* from, int64_t from_stride, float* to, int64_t to_stride) {
  Four a, b, c, d;
  __builtin_memcpy(&a, from, sizeof(a));
  __builtin_memcpy(&b, from + from_stride, sizeof(b));
  __builtin_memcpy(&c, from + 2 * from_stride, sizeof(c));
  __builtin_memcpy(&d, from + 3 * from_stride, sizeof(d));
  const FourInts low = {0, 4, 1, 5}, high = {2, 6, 3, 7};
  const Four ac = __builtin_shuffle(a, c, low), bd = __builtin_shuffle(b, d, low);
  const Four ac2 = __builtin_shuffle(a, c, high), bd2 = __builtin_shuffle(b, d, high);
  const Four rows[] = {__builtin_shuffle(ac, bd, low), __builtin_shuffle(ac, bd, high),
                       __builtin_shuffle(ac2, bd2, low), __builtin_shuffle(ac2, bd2, high)};
  for (int i = 0; i < 4; ++i) __builtin_memcpy(to + i * to_stride, &rows[i], sizeof(Four));
}

// to (columns, to_stride) = the transpose of from (rows, columns); columns of `to` beyond `rows` are zero up to padded(rows).
void transpose(const float* from, int64_t from_stride, int64_t rows, int64_t columns, float* to, int64_t to_stride) {
  const int64_t whole_rows = rows / 4 * 4, whole_columns = columns / 4 * 4;
  for (int64_t j = 0; j < whole_rows; j += 4) {
    for (int64_t i = 0; i < whole_columns; i += 4)
      transpose_four(from + j * from_stride + i, from_stride, to + i * to_stride + j, to_stride);
    for (int64_t i = whole_columns; i < columns; ++i)
      for (int64_t jj = j; jj < j + 4; ++jj) to[i * to_stride + jj] = from[jj * from_stride + i];
  }
  for (int64_t i = 0; i < columns; ++i) {
    for (int64_t j = whole_rows; j < rows; ++j) to[i * to_stride + j] = from[j * from_stride + i];
    for (int64_t j = rows; j < padded(rows); ++j) to[i * to_stride + j] = 0.0f;
  }
}

// Each part of the keys, rows of from (N, dim), as a (dim, kScoreStride) matrix, one after the other.
void transpose_parts(const float* from, int64_t stride, const Parts& parts, int64_t dim, float* to) {
  for (int64_t part = 0; part < parts.count; ++part) {
    const Range keys = parts[part];
    transpose(from + keys.start * stride, stride, keys.length, dim, to + part * dim * kScoreStride, kScoreStride);
  }
}

Floats exp2_clamped(Floats x) { return exp2(max(splat(kLeastExponent), x)); }

float exp2_clamped(float x) { return exp2_clamped(splat(x))[0]; }

// Minus infinity in the lanes beyond the last key, else 0.
Floats beyond_mask(int64_t keys) {
  Floats mask = {};
  for (int64_t i = keys - (padded(keys) - kLanes); i < kLanes; ++i) mask[i] = -__builtin_inff();
  return mask;
}

// One row of scores, `keys` of them with room for padded(keys), becomes 2^(score - max); max is the largest of them and of
// `before`. Returns the row's sum.
float softmax_row(float* scores, int64_t keys, Floats mask, float before, float* max_out) {
  const int64_t last = padded(keys) - kLanes;
  const Floats tail = load(scores + last) + mask;
  Floats most = max(splat(before), tail);
  for (int64_t j = 0; j < last; j += kLanes) most = max(most, load(scores + j));
  const float top = largest_lane(most);
  const Floats tail_weights = exp2_clamped(tail - top);
  Floats sum = tail_weights;
  store(scores + last, tail_weights);
  for (int64_t j = 0; j < last; j += kLanes) {
    const Floats weights = exp2_clamped(load(scores + j) - top);
    sum += weights;
    store(scores + j, weights);
  }
  *max_out = top;
  return sum_of_lanes(sum);
}

void scale_row(float* row, int64_t width, float factor) {
  for (int64_t i = 0; i < width; i += kLanes) store(row + i, factor * load(row + i));
}

}  // namespace

int64_t attention_scratch(int64_t tokens, int64_t dim) {
  const int64_t width = padded(dim) + 16;
  return Parts(tokens, kKeys).count * dim * kScoreStride + tokens * width + 2 * kQueries * width +
         kQueries * kScoreStride + 4 * 128;
}

void attention_head(const AttentionHead& head, float* out, float* lse, float* scratch) {
  const int64_t dim = head.dim, width = padded(dim);
  const Parts key_parts(head.tokens, kKeys), query_parts(head.tokens, kQueries);
  Scratch room{scratch};
  float* keys_transposed = room.take(key_parts.count * dim * kScoreStride);
  float* values = room.take(head.tokens * width);
  float* queries = room.take(kQueries * width);
  float* sums = room.take(kQueries * width);
  float* scores = room.take(kQueries * kScoreStride);
  float* row_max = room.take(kQueries);
  float* row_sum = room.take(kQueries);
  transpose_parts(head.k, head.stride, key_parts, dim, keys_transposed);
  copy_rows(head.v, head.stride, head.tokens, dim, 1.0f, values);

  for (int64_t block = 0; block < query_parts.count; ++block) {
    const Range rows = query_parts[block];
    copy_rows(head.q + rows.start * head.stride, head.stride, rows.length, dim, head.scale * kLog2E, queries);
    for (int64_t part = 0; part < key_parts.count; ++part) {
      const Range keys = key_parts[part];
      multiply(rows.length, padded(keys.length), dim, {queries, width, 1}, keys_transposed + part * dim * kScoreStride,
               kScoreStride, scores, kScoreStride, false);
      const Floats mask = beyond_mask(keys.length);
      for (int64_t i = 0; i < rows.length; ++i) {
        const float before = part == 0 ? -__builtin_inff() : row_max[i];
        const float sum = softmax_row(scores + i * kScoreStride, keys.length, mask, before, &row_max[i]);
        if (part == 0) {
          row_sum[i] = sum;
        } else {
          const float shrink = exp2_clamped(before - row_max[i]);
          row_sum[i] = row_sum[i] * shrink + sum;
          scale_row(sums + i * width, width, shrink);
        }
      }
      multiply(rows.length, width, keys.length, {scores, kScoreStride, 1}, values + keys.start * width, width, sums,
               width, part != 0);
    }
    for (int64_t i = 0; i < rows.length; ++i) {
      copy_back(sums + i * width, 1, dim, 1.0f / row_sum[i], out + (rows.start + i) * head.out_stride, 0);
      lse[rows.start + i] = kLn2 * row_max[i] + __builtin_logf(row_sum[i]);
    }
  }
}

int64_t attention_backward_scratch(int64_t tokens, int64_t dim) {
  const int64_t width = padded(dim) + 16;
  return Parts(tokens, kKeys).count * dim * kScoreStride * 2 + 3 * tokens * width + 3 * kQueries * width +
         2 * kQueries * kScoreStride + 4 * 128;
}

void attention_head_backward(const AttentionHead& head, const float* d_out, const float* out, const float* lse,
                             float* d_q, float* d_k, float* d_v, float* scratch) {
  const int64_t dim = head.dim, width = padded(dim);
  const Parts key_parts(head.tokens, kKeys), query_parts(head.tokens, kQueries);
  Scratch room{scratch};
  float* keys_transposed = room.take(key_parts.count * dim * kScoreStride);
  float* values_transposed = room.take(key_parts.count * dim * kScoreStride);
  float* key_rows = room.take(head.tokens * width);
  float* d_keys = room.take(head.tokens * width);
  float* d_values = room.take(head.tokens * width);
  float* queries = room.take(kQueries * width);
  float* d_outs = room.take(kQueries * width);
  float* d_queries = room.take(kQueries * width);
  float* weights = room.take(kQueries * kScoreStride);
  float* d_scores = room.take(kQueries * kScoreStride);
  transpose_parts(head.k, head.stride, key_parts, dim, keys_transposed);
  transpose_parts(head.v, head.stride, key_parts, dim, values_transposed);
  copy_rows(head.k, head.stride, head.tokens, dim, 1.0f, key_rows);

  for (int64_t block = 0; block < query_parts.count; ++block) {
    const Range rows = query_parts[block];
    copy_rows(head.q + rows.start * head.stride, head.stride, rows.length, dim, head.scale * kLog2E, queries);
    copy_rows(d_out + rows.start * head.out_stride, head.out_stride, rows.length, dim, 1.0f, d_outs);
    for (int64_t part = 0; part < key_parts.count; ++part) {
      const Range keys = key_parts[part];
      const int64_t transposed = part * dim * kScoreStride;
      multiply(rows.length, padded(keys.length), dim, {queries, width, 1}, keys_transposed + transposed, kScoreStride,
               weights, kScoreStride, false);
      multiply(rows.length, padded(keys.length), dim, {d_outs, width, 1}, values_transposed + transposed, kScoreStride,
               d_scores, kScoreStride, false);
      for (int64_t i = 0; i < rows.length; ++i) {
        const int64_t row = rows.start + i;
        // A row's softmax gradient takes off its mean under the weights, which is d_out · out.
        float mean = 0;
        for (int64_t c = 0; c < dim; ++c) mean += d_out[row * head.out_stride + c] * out[row * head.out_stride + c];
        const float top = kLog2E * lse[row];
        float* w = weights + i * kScoreStride;
        float* d = d_scores + i * kScoreStride;
        for (int64_t j = 0; j < keys.length; j += kLanes) {
          const Floats weight = exp2_clamped(load(w + j) - top);
          store(w + j, weight);
          store(d + j, weight * (load(d + j) - mean));
        }
      }
      const bool add_keys = block != 0;
      multiply(keys.length, width, rows.length, {weights, 1, kScoreStride}, d_outs, width,
               d_values + keys.start * width, width, add_keys);
      multiply(keys.length, width, rows.length, {d_scores, 1, kScoreStride}, queries, width,
               d_keys + keys.start * width, width, add_keys);
      multiply(rows.length, width, keys.length, {d_scores, kScoreStride, 1}, key_rows + keys.start * width, width,
               d_queries, width, part != 0);
    }
    copy_back(d_queries, rows.length, dim, head.scale, d_q + rows.start * head.stride, head.stride);
  }
  // The queries carry scale * log2(e), of which the gradient of the keys wants the scale alone.
  copy_back(d_keys, head.tokens, dim, kLn2, d_k, head.stride);
  copy_back(d_values, head.tokens, dim, 1.0f, d_v, head.stride);
}

}  // namespace dinofleet::cpu::ISA
