// Scores are kept in units of log 2: the queries are scaled by scale * log2(e) when they are copied.
#include "cpu/vector/attention.h"

#include "cpu/vector/attention_tiles.h"

namespace dinofleet::cpu::ISA {
namespace {

// to (rows, padded(dim)) = factor * from (rows, dim), zero beyond dim.
void copy_rows(const float* from, int64_t stride, int64_t rows, int64_t dim, float factor, float* to) {
  const int64_t width = padded(dim);
  for (int64_t row = 0; row < rows; ++row) {
    int64_t i = 0;
    for (; i + kLanes <= dim; i += kLanes) store(to + row * width + i, factor * load(from + row * stride + i));
    if (i < dim) store(to + row * width + i, factor * load(from + row * stride + i, dim - i));
  }
}

// Each part of the keys, rows of from (N, dim), as a (dim, kScoreStride) matrix, one after the other.
void transpose_parts(const float* from, int64_t stride, const Parts& parts, int64_t dim, float* to) {
  for (int64_t part = 0; part < parts.count; ++part) {
    const Range keys = parts[part];
    transpose_padded(from + keys.start * stride, stride, keys.length, dim, to + part * dim * kScoreStride, kScoreStride);
  }
}

}  // namespace

int64_t attention_scratch(int64_t tokens, int64_t dim) {
  const int64_t width = padded(dim) + 16;
  return Parts(tokens, kKeys).count * dim * kScoreStride + tokens * width + 2 * kQueries * width +
         kQueries * kScoreStride + 4 * 128;
}

void attention_head(const AttentionHead<float>& head, float* out, float* lse, float* scratch) {
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
      multiply(rows.length, padded(keys.length), dim, Left<float>{queries, width, 1}, keys_transposed + part * dim * kScoreStride,
               kScoreStride, scores, kScoreStride, false);
      const Floats mask = beyond_mask(keys.length);
      for (int64_t i = 0; i < rows.length; ++i) {
        const float before = part == 0 ? -__builtin_inff() : row_max[i];
        float* row = scores + i * kScoreStride;
        const float sum = softmax_row(row, keys.length, mask, 1.0f, before, row, &row_max[i]);
        if (part == 0) {
          row_sum[i] = sum;
        } else {
          const float shrink = exp2_clamped(before - row_max[i]);
          row_sum[i] = row_sum[i] * shrink + sum;
          scale_row(sums + i * width, width, shrink);
        }
      }
      multiply(rows.length, width, keys.length, Left<float>{scores, kScoreStride, 1}, values + keys.start * width, width, sums,
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

void attention_head_backward(const AttentionHead<float>& head, const float* d_out, const float* out, const float* lse,
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
      multiply(rows.length, padded(keys.length), dim, Left<float>{queries, width, 1}, keys_transposed + transposed, kScoreStride,
               weights, kScoreStride, false);
      multiply(rows.length, padded(keys.length), dim, Left<float>{d_outs, width, 1}, values_transposed + transposed, kScoreStride,
               d_scores, kScoreStride, false);
      for (int64_t i = 0; i < rows.length; ++i) {
        const int64_t row = rows.start + i;
        // A row's softmax gradient takes off its mean under the weights, which is d_out · out.
        const float mean = dot(d_out + row * head.out_stride, out + row * head.out_stride, dim);
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
      multiply(keys.length, width, rows.length, Left<float>{weights, 1, kScoreStride}, d_outs, width,
               d_values + keys.start * width, width, add_keys);
      multiply(keys.length, width, rows.length, Left<float>{d_scores, 1, kScoreStride}, queries, width,
               d_keys + keys.start * width, width, add_keys);
      multiply(rows.length, width, keys.length, Left<float>{d_scores, kScoreStride, 1}, key_rows + keys.start * width, width,
               d_queries, width, part != 0);
    }
    copy_back(d_queries, rows.length, dim, head.scale, d_q + rows.start * head.stride, head.stride);
  }
  // The queries carry scale * log2(e), of which the gradient of the keys wants the scale alone.
  copy_back(d_keys, head.tokens, dim, kLn2, d_k, head.stride);
  copy_back(d_values, head.tokens, dim, 1.0f, d_v, head.stride);
}

}  // namespace dinofleet::cpu::ISA
