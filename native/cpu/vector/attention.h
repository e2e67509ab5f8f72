// Attention of one head over one sequence: what one thread does at a time.
//
// N  tokens of the sequence       d  width of the head, from 1 to kMaxHeadDim
// Rows of q, k, v are `stride` elements apart, those of out `out_stride`: they lie in the packed qkv (T, 3 D) and out (T, D).
#pragma once

#include "vector/dispatch.h"

namespace dinofleet::cpu {

constexpr int64_t kMaxHeadDim = 512;

// Of float, or of uint16_t: bfloat16. Scores and sums are float32 for both.
template <typename T>
struct AttentionHead {
  int64_t tokens, dim;
  const T *q, *k, *v;
  int64_t stride, out_stride;
  float scale;
};

// out (N, d) = softmax(scale q kᵀ) v; lse (N) the log-sum-exp of the rows of scale q kᵀ. Scores exist as tiles only.
// scratch has attention_scratch(N, d) floats.
DINOFLEET_KERNEL(void, attention_head, (const AttentionHead<float>& head, float* out, float* lse, float* scratch))
// From d_out (N, d), out and lse to d_q, d_k, d_v (N, d), overwritten; d_out has out's stride, d_q, d_k, d_v that of q.
// scratch has attention_backward_scratch(N, d) floats.
DINOFLEET_KERNEL(void, attention_head_backward,
                 (const AttentionHead<float>& head, const float* d_out, const float* out, const float* lse, float* d_q,
                  float* d_k, float* d_v, float* scratch))

// Floats of scratch for sequences of up to `tokens`.
DINOFLEET_KERNEL(int64_t, attention_scratch, (int64_t tokens, int64_t dim))
DINOFLEET_KERNEL(int64_t, attention_backward_scratch, (int64_t tokens, int64_t dim))

}  // namespace dinofleet::cpu
