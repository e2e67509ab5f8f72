// As attention.cc, with products of pairs of bfloat16: scores, weights and gradients of scores are summed in float32 and rounded before they
// are multiplied again.
//
// A product sums over pairs. Where it is over the width of the head, the pairs lie in the rows as they are; where it is over keys or
// queries, two rows are interleaved.
#include "cpu/vector/attention_tiles.h"
#include "cpu/vector/bfloat16.h"

namespace dinofleet::cpu::ISA {
namespace {

constexpr int64_t kQueryPairs = kQueries / 2;

int64_t pairs_of(int64_t n) { return (n + 1) / 2; }

// Of Scratch. Its floats are taken for pairs, which have as many bytes.
Pair* take_pairs(Scratch& room, int64_t pairs) { return reinterpret_cast<Pair*>(room.take(pairs)); }

// to (rows, pairs_of(dim)) = the pairs of from (rows, dim), with 0 beyond dim.
void copy_pairs(const uint16_t* from, int64_t stride, int64_t rows, int64_t dim, Pair* to) {
  const int64_t pairs = pairs_of(dim);
  for (int64_t row = 0; row < rows; ++row) {
    to[row * pairs + pairs - 1] = 0;
    __builtin_memcpy(to + row * pairs, from + row * stride, static_cast<size_t>(dim) * sizeof(uint16_t));
  }
}

// Each part of the keys, rows of from (N, dim), as a (pairs_of(dim), kScoreStride) matrix of pairs, one after the other. `rows` has room for
// a part's pairs.
void transpose_pairs(const uint16_t* from, int64_t stride, const Parts& parts, int64_t dim, Pair* rows, Pair* to) {
  const int64_t pairs = pairs_of(dim);
  for (int64_t part = 0; part < parts.count; ++part) {
    const Range keys = parts[part];
    copy_pairs(from + keys.start * stride, stride, keys.length, dim, rows);
    transpose_padded(reinterpret_cast<const float*>(rows), pairs, keys.length, pairs,
                     reinterpret_cast<float*>(to + part * pairs * kScoreStride), kScoreStride);
  }
}

// to (pairs_of(rows), padded(dim)) = rows of from (rows, dim), two by two; 0 beyond dim and below the last row.
void interleave(const uint16_t* from, int64_t stride, int64_t rows, int64_t dim, Pair* to) {
  const int64_t width = padded(dim);
  for (int64_t row = 0; row < rows; row += 2)
    for (int64_t i = 0; i < dim; i += kLanes) {
      const int64_t count = dim - i < kLanes ? dim - i : kLanes;
      Halves first = {}, second = {};
      __builtin_memcpy(&first, from + row * stride + i, static_cast<size_t>(count) * sizeof(uint16_t));
      if (row + 1 < rows)
        __builtin_memcpy(&second, from + (row + 1) * stride + i, static_cast<size_t>(count) * sizeof(uint16_t));
      store(to + row / 2 * width + i, paired(first, second));
    }
}

// Where a part's rows begin, of each part interleaved by itself: pairs of rows before.
int64_t pairs_before(const Parts& parts, int64_t part) { return parts[part].start / 2 + part; }

void interleave_parts(const uint16_t* from, int64_t stride, const Parts& parts, int64_t dim, Pair* to) {
  for (int64_t part = 0; part < parts.count; ++part) {
    const Range keys = parts[part];
    interleave(from + keys.start * stride, stride, keys.length, dim, to + pairs_before(parts, part) * padded(dim));
  }
}

// A row of scores to weights and their gradients.
struct RowGradient {
  const float *scores, *d_weights;
  float scale, top, mean;

  struct Lanes {
    Floats weights, d_scores;
  };

  Lanes at(int64_t j, Floats mask) const {
    const Floats weights = exp2_clamped(load(scores + j) * scale - top + mask);
    return {weights, weights * (load(d_weights + j) - mean)};
  }
};

}  // namespace

int64_t attention_scratch_bfloat16(int64_t tokens, int64_t dim) {
  const int64_t width = padded(dim) + 16, pairs = pairs_of(dim) + 16, parts = Parts(tokens, kKeys).count;
  return parts * pairs * kScoreStride + kKeys * pairs + (tokens / 2 + parts) * width + kQueries * (pairs + width) +
         2 * kQueries * kScoreStride + 4 * 128;
}

void attention_head_bfloat16(const AttentionHead<uint16_t>& head, uint16_t* out, float* lse, float* scratch) {
  const int64_t dim = head.dim, width = padded(dim), pairs = pairs_of(dim);
  const float scale = head.scale * kLog2E;
  const Parts key_parts(head.tokens, kKeys), query_parts(head.tokens, kQueries);
  Scratch room{scratch};
  Pair* keys_transposed = take_pairs(room, key_parts.count * pairs * kScoreStride);
  Pair* key_rows = take_pairs(room, kKeys * pairs);
  Pair* values = take_pairs(room, (head.tokens / 2 + key_parts.count) * width);
  Pair* queries = take_pairs(room, kQueries * pairs);
  float* sums = room.take(kQueries * width);
  float* scores = room.take(kQueries * kScoreStride);
  Pair* weights = take_pairs(room, kQueries * kScoreStride / 2);
  float* row_max = room.take(kQueries);
  float* row_sum = room.take(kQueries);
  transpose_pairs(head.k, head.stride, key_parts, dim, key_rows, keys_transposed);
  interleave_parts(head.v, head.stride, key_parts, dim, values);

  for (int64_t block = 0; block < query_parts.count; ++block) {
    const Range rows = query_parts[block];
    copy_pairs(head.q + rows.start * head.stride, head.stride, rows.length, dim, queries);
    for (int64_t part = 0; part < key_parts.count; ++part) {
      const Range keys = key_parts[part];
      multiply(rows.length, padded(keys.length), pairs, Left<Pair>{queries, pairs, 1},
               keys_transposed + part * pairs * kScoreStride, kScoreStride, scores, kScoreStride, false);
      const Floats mask = beyond_mask(keys.length);
      for (int64_t i = 0; i < rows.length; ++i) {
        const float before = part == 0 ? -__builtin_inff() : row_max[i];
        uint16_t* row = reinterpret_cast<uint16_t*>(weights) + i * kScoreStride;
        const float sum = softmax_row(scores + i * kScoreStride, keys.length, mask, scale, before, row, &row_max[i]);
        if (part == 0) {
          row_sum[i] = sum;
        } else {
          const float shrink = exp2_clamped(before - row_max[i]);
          row_sum[i] = row_sum[i] * shrink + sum;
          scale_row(sums + i * width, width, shrink);
        }
      }
      multiply(rows.length, width, pairs_of(keys.length), Left<Pair>{weights, kScoreStride / 2, 1},
               values + pairs_before(key_parts, part) * width, width, sums, width, part != 0);
    }
    for (int64_t i = 0; i < rows.length; ++i) {
      copy_back(sums + i * width, 1, dim, 1.0f / row_sum[i], out + (rows.start + i) * head.out_stride, 0);
      lse[rows.start + i] = kLn2 * row_max[i] + __builtin_logf(row_sum[i]);
    }
  }
}

int64_t attention_backward_scratch_bfloat16(int64_t tokens, int64_t dim) {
  const int64_t width = padded(dim) + 16, pairs = pairs_of(dim) + 16, parts = Parts(tokens, kKeys).count;
  return 2 * parts * pairs * kScoreStride + kKeys * pairs + (tokens / 2 + parts) * width + 2 * tokens * width +
         2 * kQueries * (pairs + width) + 4 * kQueries * kScoreStride + 4 * 128;
}

void attention_head_backward_bfloat16(const AttentionHead<uint16_t>& head, const uint16_t* d_out, const uint16_t* out,
                                      const float* lse, uint16_t* d_q, uint16_t* d_k, uint16_t* d_v, float* scratch) {
  const int64_t dim = head.dim, width = padded(dim), pairs = pairs_of(dim);
  const float scale = head.scale * kLog2E;
  const Parts key_parts(head.tokens, kKeys), query_parts(head.tokens, kQueries);
  Scratch room{scratch};
  Pair* keys_transposed = take_pairs(room, key_parts.count * pairs * kScoreStride);
  Pair* values_transposed = take_pairs(room, key_parts.count * pairs * kScoreStride);
  Pair* rows_of_part = take_pairs(room, kKeys * pairs);
  Pair* key_pairs = take_pairs(room, (head.tokens / 2 + key_parts.count) * width);
  float* d_keys = room.take(head.tokens * width);
  float* d_values = room.take(head.tokens * width);
  Pair* queries = take_pairs(room, kQueries * pairs);
  Pair* d_outs = take_pairs(room, kQueries * pairs);
  Pair* query_pairs = take_pairs(room, kQueryPairs * width);
  Pair* d_out_pairs = take_pairs(room, kQueryPairs * width);
  float* d_queries = room.take(kQueries * width);
  float* scores = room.take(kQueries * kScoreStride);
  float* d_weights = room.take(kQueries * kScoreStride);
  Pair* weight_pairs = take_pairs(room, kQueryPairs * kScoreStride);
  Pair* d_score_pairs = take_pairs(room, kQueryPairs * kScoreStride);
  Pair* d_score_rows = take_pairs(room, kQueries * kScoreStride / 2);
  transpose_pairs(head.k, head.stride, key_parts, dim, rows_of_part, keys_transposed);
  transpose_pairs(head.v, head.stride, key_parts, dim, rows_of_part, values_transposed);
  interleave_parts(head.k, head.stride, key_parts, dim, key_pairs);

  for (int64_t block = 0; block < query_parts.count; ++block) {
    const Range rows = query_parts[block];
    const uint16_t* q = head.q + rows.start * head.stride;
    const uint16_t* d_o = d_out + rows.start * head.out_stride;
    copy_pairs(q, head.stride, rows.length, dim, queries);
    copy_pairs(d_o, head.out_stride, rows.length, dim, d_outs);
    interleave(q, head.stride, rows.length, dim, query_pairs);
    interleave(d_o, head.out_stride, rows.length, dim, d_out_pairs);
    for (int64_t part = 0; part < key_parts.count; ++part) {
      const Range keys = key_parts[part];
      const int64_t transposed = part * pairs * kScoreStride;
      multiply(rows.length, padded(keys.length), pairs, Left<Pair>{queries, pairs, 1}, keys_transposed + transposed,
               kScoreStride, scores, kScoreStride, false);
      multiply(rows.length, padded(keys.length), pairs, Left<Pair>{d_outs, pairs, 1}, values_transposed + transposed,
               kScoreStride, d_weights, kScoreStride, false);
      const Floats beyond = beyond_mask(keys.length);
      const auto gradient_of = [&](int64_t i) {
        const int64_t row = rows.start + i;
        // A row's softmax gradient takes off its mean under the weights, which is d_out · out.
        const float mean = dot(d_out + row * head.out_stride, out + row * head.out_stride, dim);
        return RowGradient{scores + i * kScoreStride, d_weights + i * kScoreStride, scale, kLog2E * lse[row], mean};
      };
      for (int64_t i = 0; i < rows.length; i += 2) {
        const bool has_second = i + 1 < rows.length;
        const RowGradient first = gradient_of(i), second = has_second ? gradient_of(i + 1) : first;
        for (int64_t j = 0; j < keys.length; j += kLanes) {
          const Floats mask = j + kLanes > keys.length ? beyond : Floats{};
          const RowGradient::Lanes a = first.at(j, mask);
          const RowGradient::Lanes b = has_second ? second.at(j, mask) : RowGradient::Lanes{};
          const Halves d_first = rounded(a.d_scores), d_second = rounded(b.d_scores);
          store(weight_pairs + i / 2 * kScoreStride + j, paired(rounded(a.weights), rounded(b.weights)));
          store(d_score_pairs + i / 2 * kScoreStride + j, paired(d_first, d_second));
          uint16_t* to = reinterpret_cast<uint16_t*>(d_score_rows) + i * kScoreStride + j;
          __builtin_memcpy(to, &d_first, sizeof(d_first));
          if (has_second) __builtin_memcpy(to + kScoreStride, &d_second, sizeof(d_second));
        }
      }
      const bool add_keys = block != 0;
      multiply(keys.length, width, pairs_of(rows.length), Left<Pair>{weight_pairs, 1, kScoreStride}, d_out_pairs, width,
               d_values + keys.start * width, width, add_keys);
      multiply(keys.length, width, pairs_of(rows.length), Left<Pair>{d_score_pairs, 1, kScoreStride}, query_pairs, width,
               d_keys + keys.start * width, width, add_keys);
      multiply(rows.length, width, pairs_of(keys.length), Left<Pair>{d_score_rows, kScoreStride / 2, 1},
               key_pairs + pairs_before(key_parts, part) * width, width, d_queries, width, part != 0);
    }
    copy_back(d_queries, rows.length, dim, head.scale, d_q + rows.start * head.stride, head.stride);
  }
  copy_back(d_keys, head.tokens, dim, head.scale, d_k, head.stride);
  copy_back(d_values, head.tokens, dim, 1.0f, d_v, head.stride);
}

}  // namespace dinofleet::cpu::ISA
