#include "cuda/kernels/attention.h"
#include "cuda/kernels/kernel.h"
#include "cuda/kernels/tensor_core.h"

namespace dinofleet::cuda {
namespace {

constexpr int kDim = kShortHeadDim;
constexpr int kPitch = 72;  // of rows in shared memory: no two of a fragment's eight fall on one bank
constexpr int kChunk = 64;  // keys at a time in the forward pass
constexpr int kTile = 16;   // rows of a tensor core's product
constexpr int kPerLoad = 8;  // numbers in 16 bytes
constexpr float kLog2E = 1.4426950408889634f;
constexpr float kLn2 = 0.6931471805599453f;

struct alignas(16) Sixteen {
  uint32_t words[4];
};

__device__ __forceinline__ float quad_max(float value) {
  value = fmaxf(value, __shfl_xor_sync(0xffffffffu, value, 1));
  return fmaxf(value, __shfl_xor_sync(0xffffffffu, value, 2));
}

__device__ __forceinline__ float quad_sum(float value) {
  value += __shfl_xor_sync(0xffffffffu, value, 1);
  return value + __shfl_xor_sync(0xffffffffu, value, 2);
}

__device__ __forceinline__ uint32_t word(const uint16_t* at) { return *reinterpret_cast<const uint32_t*>(at); }

// This thread's place in fragments: rows `group` and `group` + 8, columns 2 `pair` and the next.
struct LanePlace {
  int warp, lane, group, pair;

  __device__ LanePlace()
      : warp(static_cast<int>(threadIdx.x) / 32),
        lane(static_cast<int>(threadIdx.x) % 32),
        group(lane / 4),
        pair(lane % 4) {}
};

// Rows [row, row + 16), columns [k, k + 16) of a matrix in shared memory, as the left operand.
__device__ __forceinline__ void load_left(uint32_t (&a)[4], const uint16_t* matrix, int row, int k, const LanePlace& at) {
  const uint16_t* from = matrix + (row + at.group) * kPitch + k + 2 * at.pair;
  a[0] = word(from);
  a[1] = word(from + 8 * kPitch);
  a[2] = word(from + 8);
  a[3] = word(from + 8 * kPitch + 8);
}

// Rows [row, row + 8), columns [k, k + 16), as the right operand, whose columns these rows are.
__device__ __forceinline__ void load_right(uint32_t (&b)[2], const uint16_t* matrix, int row, int k, const LanePlace& at) {
  const uint16_t* from = matrix + (row + at.group) * kPitch + k + 2 * at.pair;
  b[0] = word(from);
  b[1] = word(from + 8);
}

// to[0] and to[1] += a times rows [row, row + 16), columns [d, d + 16) of a matrix in shared memory.
#define MULTIPLY_BY_ROWS(number, to, a, matrix, row, d)                                            \
  do {                                                                                             \
    uint32_t both[4];                                                                              \
    LOAD_TRANSPOSED(both, (matrix) + ((row) + at.lane % 16) * kPitch + ((d) + at.lane / 16) * 8);  \
    const uint32_t first[2] = {both[0], both[1]}, second[2] = {both[2], both[3]};                  \
    MMA(number, to[d], a, first);                                                                  \
    MMA(number, to[(d) + 1], a, second);                                                           \
  } while (false)

template <typename T>
__device__ __forceinline__ void pack_pairs(uint32_t (&out)[4], const float (&low)[4], const float (&high)[4]) {
  out[0] = pack(T{}, low[0], low[1]);
  out[1] = pack(T{}, low[2], low[3]);
  out[2] = pack(T{}, high[0], high[1]);
  out[3] = pack(T{}, high[2], high[3]);
}

template <typename T, int kWarps>
__global__ void __launch_bounds__(kWarps * 32)
    attention_short_kernel(AttentionShape shape, const uint16_t* qkv, uint16_t* out, float* lse) {
  DYNAMIC_SHARED(uint16_t, keys);
  const int length = shape.length, padded = (length + kChunk - 1) / kChunk * kChunk;
  uint16_t* values = keys + padded * kPitch;
  const int head = static_cast<int>(blockIdx.x);
  const int64_t start = int64_t{blockIdx.y} * length;
  const int64_t out_row = int64_t{shape.heads} * kDim, row = 3 * out_row;
  const uint16_t* base = qkv + start * row + head * kDim;
  for (int i = static_cast<int>(threadIdx.x); i < padded * (kDim / kPerLoad); i += kWarps * 32) {
    const int n = i / (kDim / kPerLoad), c = i % (kDim / kPerLoad) * kPerLoad;
    Sixteen key = {}, value = {};
    if (n < length) {
      key = *reinterpret_cast<const Sixteen*>(base + n * row + out_row + c);
      value = *reinterpret_cast<const Sixteen*>(base + n * row + 2 * out_row + c);
    }
    *reinterpret_cast<Sixteen*>(keys + n * kPitch + c) = key;
    *reinterpret_cast<Sixteen*>(values + n * kPitch + c) = value;
  }
  __syncthreads();

  const LanePlace at;
  const float scale = shape.scale * kLog2E;
  for (int tile = at.warp; tile * kTile < length; tile += kWarps) {
    const int rows[2] = {tile * kTile + at.group, tile * kTile + at.group + 8};
    uint32_t query[kDim / 16][4];
#pragma unroll
    for (int k = 0; k < kDim / 16; ++k)
#pragma unroll
      for (int i = 0; i < 4; ++i) {
        const int r = rows[i % 2];
        query[k][i] = r < length ? word(base + r * row + k * 16 + i / 2 * 8 + 2 * at.pair) : 0u;
      }
    float sums[kDim / 8][4] = {}, most[2] = {-INFINITY, -INFINITY}, total[2] = {};
    for (int chunk = 0; chunk < length; chunk += kChunk) {
      float scores[kChunk / 8][4] = {};
#pragma unroll
      for (int n = 0; n < kChunk / 8; ++n)
#pragma unroll
        for (int k = 0; k < kDim / 16; ++k) {
          uint32_t key[2];
          load_right(key, keys, chunk + n * 8, k * 16, at);
          MMA(T{}, scores[n], query[k], key);
        }
      float top[2] = {most[0], most[1]};
#pragma unroll
      for (int n = 0; n < kChunk / 8; ++n)
#pragma unroll
        for (int i = 0; i < 4; ++i) {
          const bool is_there = chunk + n * 8 + 2 * at.pair + i % 2 < length;
          scores[n][i] = is_there ? scores[n][i] * scale : -INFINITY;
          top[i / 2] = fmaxf(top[i / 2], scores[n][i]);
        }
#pragma unroll
      for (int h = 0; h < 2; ++h) {
        top[h] = quad_max(top[h]);
        const float shrink = exp2f(most[h] - top[h]);
        most[h] = top[h];
        total[h] *= shrink;
#pragma unroll
        for (int d = 0; d < kDim / 8; ++d) sums[d][2 * h] *= shrink, sums[d][2 * h + 1] *= shrink;
      }
#pragma unroll
      for (int n = 0; n < kChunk / 8; ++n)
#pragma unroll
        for (int i = 0; i < 4; ++i) scores[n][i] = exp2f(scores[n][i] - most[i / 2]), total[i / 2] += scores[n][i];
#pragma unroll
      for (int k = 0; k < kChunk / 16; ++k) {
        uint32_t weights[4];
        pack_pairs<T>(weights, scores[2 * k], scores[2 * k + 1]);
#pragma unroll
        for (int d = 0; d < kDim / 8; d += 2) MULTIPLY_BY_ROWS(T{}, sums, weights, values, chunk + k * 16, d);
      }
    }
#pragma unroll
    for (int h = 0; h < 2; ++h) {
      total[h] = quad_sum(total[h]);
      if (rows[h] >= length) continue;
      uint16_t* to = out + (start + rows[h]) * out_row + head * kDim;
#pragma unroll
      for (int d = 0; d < kDim / 8; ++d)
        *reinterpret_cast<uint32_t*>(to + d * 8 + 2 * at.pair) =
            pack(T{}, sums[d][2 * h] / total[h], sums[d][2 * h + 1] / total[h]);
      if (at.pair == 0) lse[head * shape.tokens + start + rows[h]] = (most[h] + log2f(total[h])) * kLn2;
    }
  }
}

// Everything of a head of a sequence lies in shared memory. A warp has 16 keys, then 16 queries: no atomics, one order of sums.
template <typename T, int kWarps>
__global__ void __launch_bounds__(kWarps * 32)
    attention_short_backward_kernel(AttentionShape shape, const uint16_t* d_out, const uint16_t* qkv, const uint16_t* out,
                                    const float* lse, uint16_t* d_qkv) {
  DYNAMIC_SHARED(uint16_t, queries);
  const int length = shape.length, padded = (length + kTile - 1) / kTile * kTile, size = padded * kPitch;
  uint16_t *keys = queries + size, *values = keys + size, *gradients = values + size;
  float *log2_sums = reinterpret_cast<float*>(gradients + size), *delta = log2_sums + padded;
  const int head = static_cast<int>(blockIdx.x);
  const int64_t start = int64_t{blockIdx.y} * length;
  const int64_t out_row = int64_t{shape.heads} * kDim, row = 3 * out_row;
  const uint16_t* base = qkv + start * row + head * kDim;
  const uint16_t* gradient_base = d_out + start * out_row + head * kDim;
  const LanePlace at;
  for (int i = static_cast<int>(threadIdx.x); i < padded * (kDim / kPerLoad); i += kWarps * 32) {
    const int n = i / (kDim / kPerLoad), c = i % (kDim / kPerLoad) * kPerLoad;
#pragma unroll
    for (int m = 0; m < 4; ++m) {
      const uint16_t* from = m < 3 ? base + n * row + m * out_row + c : gradient_base + n * out_row + c;
      Sixteen numbers = {};
      if (n < length) numbers = *reinterpret_cast<const Sixteen*>(from);
      *reinterpret_cast<Sixteen*>(queries + m * size + n * kPitch + c) = numbers;
    }
  }
  for (int n = at.warp; n < padded; n += kWarps) {
    float sum = 0;
    if (n < length)
      for (int c = at.lane; c < kDim; c += 32)
        sum += to_float(T{gradient_base[n * out_row + c]}) * to_float(T{out[(start + n) * out_row + head * kDim + c]});
    sum = warp_sum(sum);
    if (at.lane != 0) continue;
    delta[n] = sum;
    // Beyond the last: infinite, so that weights are 0.
    log2_sums[n] = n < length ? lse[head * shape.tokens + start + n] * kLog2E : INFINITY;
  }
  __syncthreads();

  const float scale = shape.scale * kLog2E;
  uint16_t* to = d_qkv + start * row + head * kDim;
  for (int tile = at.warp * kTile; tile < length; tile += kWarps * kTile) {  // 16 keys
    uint32_t key[kDim / 16][4], value[kDim / 16][4];
#pragma unroll
    for (int k = 0; k < kDim / 16; ++k) load_left(key[k], keys, tile, k * 16, at), load_left(value[k], values, tile, k * 16, at);
    float d_key[kDim / 8][4] = {}, d_value[kDim / 8][4] = {};
    for (int from = 0; from < length; from += kTile) {
      float weights[2][4] = {}, d_scores[2][4] = {};
#pragma unroll
      for (int n = 0; n < 2; ++n)
#pragma unroll
        for (int k = 0; k < kDim / 16; ++k) {
          uint32_t b[2];
          load_right(b, queries, from + n * 8, k * 16, at);
          MMA(T{}, weights[n], key[k], b);
          load_right(b, gradients, from + n * 8, k * 16, at);
          MMA(T{}, d_scores[n], value[k], b);
        }
#pragma unroll
      for (int n = 0; n < 2; ++n)
#pragma unroll
        for (int i = 0; i < 4; ++i) {
          const int query = from + n * 8 + 2 * at.pair + i % 2;
          weights[n][i] = exp2f(weights[n][i] * scale - log2_sums[query]);
          d_scores[n][i] = weights[n][i] * (d_scores[n][i] - delta[query]);
        }
      uint32_t p[4], ds[4];
      pack_pairs<T>(p, weights[0], weights[1]);
      pack_pairs<T>(ds, d_scores[0], d_scores[1]);
#pragma unroll
      for (int d = 0; d < kDim / 8; d += 2) {
        MULTIPLY_BY_ROWS(T{}, d_value, p, gradients, from, d);
        MULTIPLY_BY_ROWS(T{}, d_key, ds, queries, from, d);
      }
    }
#pragma unroll
    for (int h = 0; h < 2; ++h) {
      const int n = tile + at.group + 8 * h;
      if (n >= length) continue;
#pragma unroll
      for (int d = 0; d < kDim / 8; ++d) {
        uint16_t* place = to + n * row + d * 8 + 2 * at.pair;
        *reinterpret_cast<uint32_t*>(place + out_row) =
            pack(T{}, d_key[d][2 * h] * shape.scale, d_key[d][2 * h + 1] * shape.scale);
        *reinterpret_cast<uint32_t*>(place + 2 * out_row) = pack(T{}, d_value[d][2 * h], d_value[d][2 * h + 1]);
      }
    }
  }

  for (int tile = at.warp * kTile; tile < length; tile += kWarps * kTile) {  // 16 queries
    uint32_t query[kDim / 16][4], gradient[kDim / 16][4];
#pragma unroll
    for (int k = 0; k < kDim / 16; ++k)
      load_left(query[k], queries, tile, k * 16, at), load_left(gradient[k], gradients, tile, k * 16, at);
    float d_query[kDim / 8][4] = {};
    const float own_sums[2] = {log2_sums[tile + at.group], log2_sums[tile + at.group + 8]};
    const float own_delta[2] = {delta[tile + at.group], delta[tile + at.group + 8]};
    for (int from = 0; from < length; from += kTile) {
      float scores[2][4] = {}, d_scores[2][4] = {};
#pragma unroll
      for (int n = 0; n < 2; ++n)
#pragma unroll
        for (int k = 0; k < kDim / 16; ++k) {
          uint32_t b[2];
          load_right(b, keys, from + n * 8, k * 16, at);
          MMA(T{}, scores[n], query[k], b);
          load_right(b, values, from + n * 8, k * 16, at);
          MMA(T{}, d_scores[n], gradient[k], b);
        }
#pragma unroll
      for (int n = 0; n < 2; ++n)
#pragma unroll
        for (int i = 0; i < 4; ++i) {
          const bool is_there = from + n * 8 + 2 * at.pair + i % 2 < length;
          const float weight = is_there ? exp2f(scores[n][i] * scale - own_sums[i / 2]) : 0.0f;
          d_scores[n][i] = weight * (d_scores[n][i] - own_delta[i / 2]);
        }
      uint32_t ds[4];
      pack_pairs<T>(ds, d_scores[0], d_scores[1]);
#pragma unroll
      for (int d = 0; d < kDim / 8; d += 2) MULTIPLY_BY_ROWS(T{}, d_query, ds, keys, from, d);
    }
#pragma unroll
    for (int h = 0; h < 2; ++h) {
      const int n = tile + at.group + 8 * h;
      if (n >= length) continue;
#pragma unroll
      for (int d = 0; d < kDim / 8; ++d)
        *reinterpret_cast<uint32_t*>(to + n * row + d * 8 + 2 * at.pair) =
            pack(T{}, d_query[d][2 * h] * shape.scale, d_query[d][2 * h + 1] * shape.scale);
    }
  }
}

// More than 48 KB has to be asked for.
template <typename Kernel>
void allow_shared(Kernel* kernel, size_t bytes) {
#ifdef __CUDACC__
  cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(bytes));
#else
  static_cast<void>(kernel), static_cast<void>(bytes);
#endif
}

template <typename Call>
void for_16_bit(DType dtype, Call call) {
  if (dtype == DType::kFloat16)
    call(Half{});
  else
    call(BFloat16{});
}

dim3 grid_of(const AttentionShape& shape) {
  return dim3(static_cast<unsigned>(shape.heads), static_cast<unsigned>(shape.count));
}

}  // namespace

size_t attention_short_bytes(int length) {
  return static_cast<size_t>((length + kTile - 1) / kTile * kTile) * (4 * kPitch * sizeof(uint16_t) + 2 * sizeof(float));
}

void attention_short(Stream stream, DType dtype, const AttentionShape& shape, const void* qkv, void* out, float* lse) {
  const size_t shared =
      size_t{2} * static_cast<size_t>((shape.length + kChunk - 1) / kChunk * kChunk) * kPitch * sizeof(uint16_t);
  for_16_bit(dtype, [&](auto number) {
    using T = decltype(number);
    constexpr int kWarps = 4;
    allow_shared(attention_short_kernel<T, kWarps>, shared);
    LAUNCH((attention_short_kernel<T, kWarps>), grid_of(shape), kWarps * 32, shared, stream, shape,
           static_cast<const uint16_t*>(qkv), static_cast<uint16_t*>(out), lse);
  });
}

void attention_short_backward(Stream stream, DType dtype, const AttentionShape& shape, const void* d_out, const void* qkv,
                              const void* out, const float* lse, void* d_qkv) {
  const size_t shared = attention_short_bytes(shape.length);
  for_16_bit(dtype, [&](auto number) {
    using T = decltype(number);
    const auto with = [&](auto warps) {
      constexpr int kWarps = decltype(warps)::value;
      allow_shared(attention_short_backward_kernel<T, kWarps>, shared);
      LAUNCH((attention_short_backward_kernel<T, kWarps>), grid_of(shape), kWarps * 32, shared, stream, shape,
             static_cast<const uint16_t*>(d_out), static_cast<const uint16_t*>(qkv), static_cast<const uint16_t*>(out), lse,
             static_cast<uint16_t*>(d_qkv));
    };
    if (shape.length <= 64)
      with(Width<4>{});
    else
      with(Width<8>{});
  });
}

}  // namespace dinofleet::cuda
