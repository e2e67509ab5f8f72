#include "cuda/kernels/normalize.h"

#include "cuda/kernels/kernel.h"

namespace dinofleet::cuda {
namespace {

// The sum over a row of call's numbers: call(column, Width<N>).
template <typename Call>
__device__ __forceinline__ float row_sum(int dim, bool packed, float* scratch, Call call) {
  float sum = 0;
  for_columns(dim, packed, [&](int c, auto width) { sum += call(c, width); });
  return block_sum(sum, scratch);
}

template <int N, typename T>
__device__ __forceinline__ float sum_of_squares(const T* from) {
  float v[N], sum = 0;
  load<N>(from, v);
#pragma unroll
  for (int i = 0; i < N; ++i) sum += v[i] * v[i];
  return sum;
}

template <int N, typename A, typename B>
__device__ __forceinline__ float dot(const A* a, const B* b) {
  float v[N], w[N], sum = 0;
  load<N>(a, v);
  load<N>(b, w);
#pragma unroll
  for (int i = 0; i < N; ++i) sum += v[i] * w[i];
  return sum;
}

template <typename T>
__global__ void __launch_bounds__(kMostThreads)
    l2_normalize_kernel(const T* x, float eps, int dim, bool packed, T* y, float* norm) {
  SHARED_ARRAY(float, scratch, 32);
  const int64_t r = blockIdx.x;
  const T* in = x + r * dim;
  const float squares =
      row_sum(dim, packed, scratch, [&](int c, auto width) { return sum_of_squares<decltype(width)::value>(in + c); });
  const float length = fmaxf(sqrtf(squares), eps);
  for_columns(dim, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float v[N];
    load<N>(in + c, v);
#pragma unroll
    for (int i = 0; i < N; ++i) v[i] /= length;
    store<N>(y + r * dim + c, v);
  });
  if (threadIdx.x == 0) norm[r] = length;
}

// Where |x| < eps the norm was a constant: y is then shorter than 1, and its part along y stays.
template <typename T>
__global__ void __launch_bounds__(kMostThreads)
    l2_normalize_backward_kernel(const T* dy, const T* y, const float* norm, float constant_below, int dim, bool packed,
                                 T* dx) {
  SHARED_ARRAY(float, scratch, 32);
  const int64_t r = blockIdx.x;
  const T *d = dy + r * dim, *in = y + r * dim;
  const float along =
      row_sum(dim, packed, scratch, [&](int c, auto width) { return dot<decltype(width)::value>(d + c, in + c); });
  const float squares =
      row_sum(dim, packed, scratch, [&](int c, auto width) { return sum_of_squares<decltype(width)::value>(in + c); });
  const float taken = squares < constant_below ? 0.0f : along;
  for_columns(dim, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float v[N], w[N];
    load<N>(d + c, v);
    load<N>(in + c, w);
#pragma unroll
    for (int i = 0; i < N; ++i) v[i] = (v[i] - w[i] * taken) / norm[r];
    store<N>(dx + r * dim + c, v);
  });
}

template <typename T>
__global__ void __launch_bounds__(kMostThreads)
    weight_norm_kernel(const T* v, const T* g, int dim, bool packed, T* weight, float* norm) {
  SHARED_ARRAY(float, scratch, 32);
  const int64_t r = blockIdx.x;
  const T* in = v + r * dim;
  const float length = sqrtf(
      row_sum(dim, packed, scratch, [&](int c, auto width) { return sum_of_squares<decltype(width)::value>(in + c); }));
  const float scale = to_float(g[r]) / length;
  for_columns(dim, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float w[N];
    load<N>(in + c, w);
#pragma unroll
    for (int i = 0; i < N; ++i) w[i] *= scale;
    store<N>(weight + r * dim + c, w);
  });
  if (threadIdx.x == 0) norm[r] = length;
}

template <typename T>
__global__ void __launch_bounds__(kMostThreads)
    weight_norm_backward_kernel(const float* d_weight, const T* v, const T* g, const float* norm, int dim, bool packed,
                                float* dv, float* dg) {
  SHARED_ARRAY(float, scratch, 32);
  const int64_t r = blockIdx.x;
  const float* d = d_weight + r * dim;
  const T* in = v + r * dim;
  const float length = norm[r];
  const float along =
      row_sum(dim, packed, scratch, [&](int c, auto width) { return dot<decltype(width)::value>(d + c, in + c); }) / length;
  const float scale = to_float(g[r]) / length;
  for_columns(dim, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float w[N], x[N], was[N];
    load<N>(d + c, w);
    load<N>(in + c, x);
    load<N>(dv + r * dim + c, was);
#pragma unroll
    for (int i = 0; i < N; ++i) was[i] += scale * (w[i] - x[i] / length * along);
    store<N>(dv + r * dim + c, was);
  });
  if (threadIdx.x == 0) dg[r] += along;
}

// y of a row that was divided by its own length is of length 1, but for rounding.
float constant_below(DType dtype) { return dtype == DType::kFloat32 ? 0.999f : 0.98f; }

}  // namespace

void l2_normalize(Stream stream, DType dtype, const void* x, float eps, int64_t rows, int64_t dim, void* y, float* norm) {
  if (rows == 0 || dim == 0) return;
  const bool packed = dim % kPack == 0 && aligned(x, y);
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    LAUNCH(l2_normalize_kernel<T>, static_cast<unsigned>(rows), threads_for(dim, packed), 0, stream,
           static_cast<const T*>(x), eps, static_cast<int>(dim), packed, static_cast<T*>(y), norm);
  });
}

void l2_normalize_backward(Stream stream, DType dtype, const void* dy, const void* y, const float* norm, int64_t rows,
                           int64_t dim, void* dx) {
  if (rows == 0 || dim == 0) return;
  const bool packed = dim % kPack == 0 && aligned(dy, y, dx);
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    LAUNCH(l2_normalize_backward_kernel<T>, static_cast<unsigned>(rows), threads_for(dim, packed), 0, stream,
           static_cast<const T*>(dy), static_cast<const T*>(y), norm, constant_below(dtype), static_cast<int>(dim), packed,
           static_cast<T*>(dx));
  });
}

void weight_norm(Stream stream, DType dtype, const void* v, const void* g, int64_t rows, int64_t dim, void* weight,
                 float* norm) {
  if (rows == 0 || dim == 0) return;
  const bool packed = dim % kPack == 0 && aligned(v, weight);
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    LAUNCH(weight_norm_kernel<T>, static_cast<unsigned>(rows), threads_for(dim, packed), 0, stream,
           static_cast<const T*>(v), static_cast<const T*>(g), static_cast<int>(dim), packed, static_cast<T*>(weight), norm);
  });
}

void weight_norm_backward(Stream stream, DType dtype, const float* d_weight, const void* v, const void* g, const float* norm,
                          int64_t rows, int64_t dim, float* dv, float* dg) {
  if (rows == 0 || dim == 0) return;
  const bool packed = dim % kPack == 0 && aligned(d_weight, v, dv);
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    LAUNCH(weight_norm_backward_kernel<T>, static_cast<unsigned>(rows), threads_for(dim, packed), 0, stream, d_weight,
           static_cast<const T*>(v), static_cast<const T*>(g), norm, static_cast<int>(dim), packed, dv, dg);
  });
}

}  // namespace dinofleet::cuda
