#include "cuda/kernels/attention.h"
#include "cuda/kernels/kernel.h"

namespace dinofleet::cuda {
namespace {

constexpr int kWarp = 32;

// A warp's token and head, and where the rows of its sequence lie.
template <typename T>
struct Place {
  int64_t token, start;  // its own, and the first of its sequence
  int64_t qkv_row, out_row;
  int head;

  __device__ explicit Place(const AttentionShape& shape)
      : token(blockIdx.x),
        start(int64_t{blockIdx.x} / shape.length * shape.length),
        qkv_row(int64_t{3} * shape.heads * shape.head_dim),
        out_row(int64_t{shape.heads} * shape.head_dim),
        head(static_cast<int>(blockIdx.y)) {}

  // `part`: 0 for queries, 1 for keys, 2 for values.
  template <typename Pointer>
  __device__ Pointer qkv(Pointer base, int64_t row, int part, const AttentionShape& shape) const {
    return base + row * qkv_row + part * out_row + head * shape.head_dim;
  }
  template <typename Pointer>
  __device__ Pointer out(Pointer base, int64_t row, const AttentionShape& shape) const {
    return base + row * out_row + head * shape.head_dim;
  }
};

template <typename T>
__device__ __forceinline__ float dot(const float* a, const T* b, int dim) {
  float sum = 0;
  for (int d = 0; d < dim; ++d) sum += a[d] * to_float(b[d]);
  return sum;
}

template <typename T>
__device__ __forceinline__ void copy_row(const T* from, int dim, float* to) {
  for (int d = static_cast<int>(threadIdx.x); d < dim; d += kWarp) to[d] = to_float(from[d]);
}

template <typename T>
__global__ void __launch_bounds__(kWarp)
    attention_simple_kernel(AttentionShape shape, const T* qkv, T* out, float* lse) {
  DYNAMIC_SHARED(float, query);
  float* scores = query + shape.head_dim;
  const Place<T> place(shape);
  const int lane = static_cast<int>(threadIdx.x), dim = shape.head_dim;
  copy_row(place.qkv(qkv, place.token, 0, shape), dim, query);
  __syncwarp();
  float most = -INFINITY;
  for (int n = lane; n < shape.length; n += kWarp) {
    scores[n] = shape.scale * dot(query, place.qkv(qkv, place.start + n, 1, shape), dim);
    most = scores[n] > most || scores[n] != scores[n] ? scores[n] : most;
  }
  most = warp_max(most);
  float sum = 0;
  for (int n = lane; n < shape.length; n += kWarp) scores[n] = expf(scores[n] - most), sum += scores[n];
  sum = warp_sum(sum);
  __syncwarp();
  for (int d = lane; d < dim; d += kWarp) {
    float value = 0;
    for (int n = 0; n < shape.length; ++n) value += scores[n] * to_float(place.qkv(qkv, place.start + n, 2, shape)[d]);
    set(place.out(out, place.token, shape)[d], value / sum);
  }
  if (lane == 0) lse[place.head * shape.tokens + place.token] = most + logf(sum);
}

template <typename T>
__global__ void __launch_bounds__(kWarp) attention_delta_kernel(AttentionShape shape, const T* d_out, const T* out, float* delta) {
  const Place<T> place(shape);
  float sum = 0;
  for (int d = static_cast<int>(threadIdx.x); d < shape.head_dim; d += kWarp)
    sum += to_float(place.out(d_out, place.token, shape)[d]) * to_float(place.out(out, place.token, shape)[d]);
  sum = warp_sum(sum);
  if (threadIdx.x == 0) delta[place.head * shape.tokens + place.token] = sum;
}

template <typename T>
__global__ void __launch_bounds__(kWarp)
    attention_query_gradient_kernel(AttentionShape shape, const T* d_out, const T* qkv, const float* lse, const float* delta,
                                    T* d_qkv) {
  DYNAMIC_SHARED(float, query);
  const int lane = static_cast<int>(threadIdx.x), dim = shape.head_dim;
  float *gradient = query + dim, *d_scores = gradient + dim;
  const Place<T> place(shape);
  const int64_t at = place.head * shape.tokens + place.token;
  copy_row(place.qkv(qkv, place.token, 0, shape), dim, query);
  copy_row(place.out(d_out, place.token, shape), dim, gradient);
  __syncwarp();
  for (int n = lane; n < shape.length; n += kWarp) {
    const float score = shape.scale * dot(query, place.qkv(qkv, place.start + n, 1, shape), dim);
    const float d_weight = dot(gradient, place.qkv(qkv, place.start + n, 2, shape), dim);
    d_scores[n] = expf(score - lse[at]) * (d_weight - delta[at]);
  }
  __syncwarp();
  for (int d = lane; d < dim; d += kWarp) {
    float sum = 0;
    for (int n = 0; n < shape.length; ++n) sum += d_scores[n] * to_float(place.qkv(qkv, place.start + n, 1, shape)[d]);
    set(place.qkv(d_qkv, place.token, 0, shape)[d], shape.scale * sum);
  }
}

template <typename T>
__global__ void __launch_bounds__(kWarp)
    attention_key_gradient_kernel(AttentionShape shape, const T* d_out, const T* qkv, const float* lse, const float* delta,
                                  T* d_qkv) {
  DYNAMIC_SHARED(float, key);
  const int lane = static_cast<int>(threadIdx.x), dim = shape.head_dim;
  float *value = key + dim, *weights = value + dim, *d_scores = weights + shape.length;
  const Place<T> place(shape);
  copy_row(place.qkv(qkv, place.token, 1, shape), dim, key);
  copy_row(place.qkv(qkv, place.token, 2, shape), dim, value);
  __syncwarp();
  for (int n = lane; n < shape.length; n += kWarp) {
    const int64_t at = place.head * shape.tokens + place.start + n;
    const float score = shape.scale * dot(key, place.qkv(qkv, place.start + n, 0, shape), dim);
    weights[n] = expf(score - lse[at]);
    d_scores[n] = weights[n] * (dot(value, place.out(d_out, place.start + n, shape), dim) - delta[at]);
  }
  __syncwarp();
  for (int d = lane; d < dim; d += kWarp) {
    float d_key = 0, d_value = 0;
    for (int n = 0; n < shape.length; ++n) {
      d_key += d_scores[n] * to_float(place.qkv(qkv, place.start + n, 0, shape)[d]);
      d_value += weights[n] * to_float(place.out(d_out, place.start + n, shape)[d]);
    }
    set(place.qkv(d_qkv, place.token, 1, shape)[d], shape.scale * d_key);
    set(place.qkv(d_qkv, place.token, 2, shape)[d], d_value);
  }
}

dim3 grid_of(const AttentionShape& shape) {
  return dim3(static_cast<unsigned>(shape.count) * static_cast<unsigned>(shape.length), static_cast<unsigned>(shape.heads));
}

}  // namespace

void attention_simple(Stream stream, DType dtype, const AttentionShape& shape, const void* qkv, void* out, float* lse) {
  const size_t shared = (shape.head_dim + shape.length) * sizeof(float);
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    LAUNCH(attention_simple_kernel<T>, grid_of(shape), kWarp, shared, stream, shape, static_cast<const T*>(qkv),
           static_cast<T*>(out), lse);
  });
}

void attention_simple_backward(Stream stream, DType dtype, const AttentionShape& shape, const void* d_out, const void* qkv,
                               const void* out, const float* lse, float* delta, void* d_qkv) {
  const size_t shared = 2 * (shape.head_dim + shape.length) * sizeof(float);
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    const T* gradient = static_cast<const T*>(d_out);
    LAUNCH(attention_delta_kernel<T>, grid_of(shape), kWarp, 0, stream, shape, gradient, static_cast<const T*>(out), delta);
    LAUNCH(attention_query_gradient_kernel<T>, grid_of(shape), kWarp, shared, stream, shape, gradient,
           static_cast<const T*>(qkv), lse, delta, static_cast<T*>(d_qkv));
    LAUNCH(attention_key_gradient_kernel<T>, grid_of(shape), kWarp, shared, stream, shape, gradient,
           static_cast<const T*>(qkv), lse, delta, static_cast<T*>(d_qkv));
  });
}

}  // namespace dinofleet::cuda
