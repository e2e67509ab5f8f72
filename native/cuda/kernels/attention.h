// Attention within sequences of one length, of which `count` lie one after the other: T tokens.
//
// qkv (T, 3, H, d); out, d_out (T, H, d); lse (H, T) the log-sum-exp of each row of scores.
#pragma once

#include "cuda/kernels/launch.h"

namespace dinofleet::cuda {

struct AttentionShape {
  int64_t tokens;  // count * length
  int count, length;
  int heads, head_dim;
  float scale;
};

// Any type, any head dimension that shared memory holds: a warp a row. Slow, and exact in float32.
void attention_simple(Stream stream, DType dtype, const AttentionShape& shape, const void* qkv, void* out, float* lse);
// delta (H, T) is scratch.
void attention_simple_backward(Stream stream, DType dtype, const AttentionShape& shape, const void* d_out, const void* qkv,
                               const void* out, const float* lse, float* delta, void* d_qkv);

// On tensor cores: 16-bit types, head dimension 64. A block a head of a sequence, whose keys and values lie whole in shared memory.
constexpr int kShortHeadDim = 64;
// Bytes of shared memory that the backward pass takes, the larger of the two.
size_t attention_short_bytes(int length);
void attention_short(Stream stream, DType dtype, const AttentionShape& shape, const void* qkv, void* out, float* lse);
void attention_short_backward(Stream stream, DType dtype, const AttentionShape& shape, const void* d_out, const void* qkv,
                              const void* out, const float* lse, void* d_qkv);

}  // namespace dinofleet::cuda
