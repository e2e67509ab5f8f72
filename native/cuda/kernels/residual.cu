#include "cuda/kernels/residual.h"

#include "cuda/kernels/kernel.h"
#include "cuda/kernels/row_map.h"

namespace dinofleet::cuda {
namespace {

// A block a row, which lies in shared memory.
template <typename A, typename R>
__global__ void __launch_bounds__(kMostThreads)
    layer_norm_kernel(const R* x, const A* weight, const A* bias, float eps, RowMap rows, int dim, bool packed, A* y,
                      float* mean_out, float* rstd_out) {
  DYNAMIC_SHARED(float, line);
  SHARED_ARRAY(float, scratch, 32);
  const int64_t r = blockIdx.x;
  const R* in = x + picked_row(rows, r).row * dim;
  float sum = 0;
  for_columns(dim, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float v[N];
    load<N>(in + c, v);
#pragma unroll
    for (int i = 0; i < N; ++i) line[c + i] = v[i], sum += v[i];
  });
  // Beside a large mean its own rounding would count: what is left of it is taken away in a second pass.
  const float about = block_sum(sum, scratch) / static_cast<float>(dim);
  float rest = 0, squares = 0;
  for_columns(dim, packed, [&](int c, auto width) {
#pragma unroll
    for (int i = 0; i < decltype(width)::value; ++i) {
      const float difference = line[c + i] - about;
      rest += difference;
      squares += difference * difference;
    }
  });
  rest = block_sum(rest, scratch) / static_cast<float>(dim);
  const float mean = about + rest;
  const float variance = block_sum(squares, scratch) / static_cast<float>(dim) - rest * rest;
  const float rstd = 1.0f / sqrtf(fmaxf(variance, 0.0f) + eps);
  for_columns(dim, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float w[N], b[N];
    load<N>(weight + c, w);
    load<N>(bias + c, b);
#pragma unroll
    for (int i = 0; i < N; ++i) w[i] = (line[c + i] - about - rest) * rstd * w[i] + b[i];
    store<N>(y + r * dim + c, w);
  });
  if (threadIdx.x == 0) mean_out[r] = mean, rstd_out[r] = rstd;
}

// A block takes every gridDim.x-th row; what it sums lies in shared memory, each column its thread's own.
template <typename A, typename R>
__global__ void __launch_bounds__(kMostThreads)
    layer_norm_backward_kernel(const A* dy, const R* x, const A* weight, const float* mean, const float* rstd, RowMap rows,
                               int64_t count, int dim, bool packed, R* dx, float* parts) {
  DYNAMIC_SHARED(float, sums);
  SHARED_ARRAY(float, scratch, 32);
  float *d_weight = sums, *d_bias = sums + dim;
  for_columns(dim, packed, [&](int c, auto width) {
#pragma unroll
    for (int i = 0; i < decltype(width)::value; ++i) d_weight[c + i] = 0, d_bias[c + i] = 0;
  });
  for (int64_t r = blockIdx.x; r < count; r += gridDim.x) {
    const int64_t row = picked_row(rows, r).row;
    const A* g = dy + r * dim;
    const R* in = x + row * dim;
    const float mu = mean[r], scale = rstd[r];
    float sum = 0, sum_normed = 0;
    for_columns(dim, packed, [&](int c, auto width) {
      constexpr int N = decltype(width)::value;
      float d[N], v[N], w[N];
      load<N>(g + c, d);
      load<N>(in + c, v);
      load<N>(weight + c, w);
#pragma unroll
      for (int i = 0; i < N; ++i) {
        const float normed = (v[i] - mu) * scale;
        d_weight[c + i] += d[i] * normed;
        d_bias[c + i] += d[i];
        sum += d[i] * w[i];
        sum_normed += d[i] * w[i] * normed;
      }
    });
    const float mean_g = block_sum(sum, scratch) / static_cast<float>(dim);
    const float mean_gn = block_sum(sum_normed, scratch) / static_cast<float>(dim);
    R* to = dx + row * dim;
    for_columns(dim, packed, [&](int c, auto width) {
      constexpr int N = decltype(width)::value;
      float d[N], v[N], w[N], was[N];
      load<N>(g + c, d);
      load<N>(in + c, v);
      load<N>(weight + c, w);
      load<N>(to + c, was);
#pragma unroll
      for (int i = 0; i < N; ++i)
        was[i] += scale * (d[i] * w[i] - mean_g - (v[i] - mu) * scale * mean_gn);
      store<N>(to + c, was);
    });
  }
  float* weight_part = parts + int64_t{blockIdx.x} * dim;
  float* bias_part = parts + (int64_t{gridDim.x} + blockIdx.x) * dim;
  for_columns(dim, packed, [&](int c, auto width) {
#pragma unroll
    for (int i = 0; i < decltype(width)::value; ++i) weight_part[c + i] = d_weight[c + i], bias_part[c + i] = d_bias[c + i];
  });
}

template <typename A, typename R>
__global__ void __launch_bounds__(kMostThreads)
    add_branch_kernel(const A* branch, const A* gamma, RowMap rows, int dim, bool packed, R* out) {
  const int64_t r = blockIdx.x;
  const PickedRow picked = picked_row(rows, r);
  R* to = out + picked.row * dim;
  for_columns(dim, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float b[N], g[N] = {}, was[N];
    load<N>(branch + r * dim + c, b);
    if (gamma != nullptr) load<N>(gamma + c, g);
    load<N>(to + c, was);
#pragma unroll
    for (int i = 0; i < N; ++i) was[i] += picked.scale * (gamma == nullptr ? b[i] : g[i] * b[i]);
    store<N>(to + c, was);
  });
}

template <typename A, typename R>
__global__ void __launch_bounds__(kMostThreads)
    add_branch_backward_kernel(const R* d_out, const A* branch, const A* gamma, RowMap rows, int64_t count, int dim,
                               bool packed, A* d_branch, float* parts) {
  DYNAMIC_SHARED(float, d_gamma);
  for_columns(dim, packed, [&](int c, auto width) {
#pragma unroll
    for (int i = 0; i < decltype(width)::value; ++i) d_gamma[c + i] = 0;
  });
  for (int64_t r = blockIdx.x; r < count; r += gridDim.x) {
    const PickedRow picked = picked_row(rows, r);
    for_columns(dim, packed, [&](int c, auto width) {
      constexpr int N = decltype(width)::value;
      float d[N], b[N] = {}, g[N] = {};
      load<N>(d_out + picked.row * dim + c, d);
      if (gamma != nullptr) load<N>(gamma + c, g);
      if (parts != nullptr) load<N>(branch + r * dim + c, b);
#pragma unroll
      for (int i = 0; i < N; ++i) {
        const float scaled = picked.scale * d[i];
        if (parts != nullptr) d_gamma[c + i] += scaled * b[i];
        d[i] = gamma == nullptr ? scaled : scaled * g[i];
      }
      store<N>(d_branch + r * dim + c, d);
    });
  }
  if (parts == nullptr) return;
  for_columns(dim, packed, [&](int c, auto width) {
#pragma unroll
    for (int i = 0; i < decltype(width)::value; ++i) parts[int64_t{blockIdx.x} * dim + c + i] = d_gamma[c + i];
  });
}

template <typename T>
__global__ void __launch_bounds__(kMostThreads) gather_rows_kernel(const T* x, RowMap rows, int dim, bool packed, T* out) {
  const int64_t r = blockIdx.x, row = picked_row(rows, r).row;
  for_columns(dim, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float v[N] = {};
    if (row >= 0) load<N>(x + row * dim + c, v);
    store<N>(out + r * dim + c, v);
  });
}

template <typename T>
__global__ void __launch_bounds__(kMostThreads)
    scatter_add_rows_kernel(const T* x, RowMap rows, int dim, bool packed, T* out) {
  const int64_t r = blockIdx.x, row = picked_row(rows, r).row;
  if (row < 0) return;
  for_columns(dim, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float v[N], was[N];
    load<N>(x + r * dim + c, v);
    load<N>(out + row * dim + c, was);
#pragma unroll
    for (int i = 0; i < N; ++i) was[i] += v[i];
    store<N>(out + row * dim + c, was);
  });
}

// A thread has N columns; a block every gridDim.y-th row.
template <int N, typename T>
__global__ void __launch_bounds__(kMostThreads) column_parts_kernel(const T* x, int64_t rows, int dim, float* parts) {
  const int c = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x) * N;
  if (c >= dim) return;
  float sum[N] = {};
  for (int64_t r = blockIdx.y; r < rows; r += gridDim.y) {
    float v[N];
    load<N>(x + r * dim + c, v);
#pragma unroll
    for (int i = 0; i < N; ++i) sum[i] += v[i];
  }
#pragma unroll
  for (int i = 0; i < N; ++i) parts[int64_t{blockIdx.y} * dim + c + i] = sum[i];
}

__global__ void __launch_bounds__(kMostThreads) add_parts_kernel(const float* parts, int64_t count, int dim, float* to) {
  const int c = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (c >= dim) return;
  double sum = 0;
  for (int64_t part = 0; part < count; ++part) sum += parts[part * dim + c];
  to[c] = static_cast<float>(to[c] + sum);
}

bool packs(int64_t dim) { return dim % kPack == 0; }

}  // namespace

void layer_norm(Stream stream, DType activations, const void* x, const void* weight, const void* bias, float eps,
                const RowMap& rows, int64_t count, int64_t dim, void* y, float* mean, float* rstd) {
  if (count == 0 || dim == 0) return;
  const bool packed = packs(dim) && aligned(x, weight, bias, y);
  for_compute(activations, [&](auto a, auto r) {
    using A = decltype(a);
    using R = decltype(r);
    LAUNCH((layer_norm_kernel<A, R>), static_cast<unsigned>(count), threads_for(dim, packed), dim * sizeof(float), stream,
           static_cast<const R*>(x), static_cast<const A*>(weight), static_cast<const A*>(bias), eps, rows,
           static_cast<int>(dim), packed, static_cast<A*>(y), mean, rstd);
  });
}

void layer_norm_backward(Stream stream, DType activations, const void* dy, const void* x, const void* weight,
                         const float* mean, const float* rstd, const RowMap& rows, int64_t count, int64_t dim, void* dx,
                         float* parts) {
  const bool packed = packs(dim) && aligned(dy, x, weight, dx);
  for_compute(activations, [&](auto a, auto r) {
    using A = decltype(a);
    using R = decltype(r);
    LAUNCH((layer_norm_backward_kernel<A, R>), parts_for(count), threads_for(dim, packed), 2 * dim * sizeof(float), stream,
           static_cast<const A*>(dy), static_cast<const R*>(x), static_cast<const A*>(weight), mean, rstd, rows, count,
           static_cast<int>(dim), packed, static_cast<R*>(dx), parts);
  });
}

void add_branch(Stream stream, DType activations, const void* branch, const void* gamma, const RowMap& rows, int64_t count,
                int64_t dim, void* out) {
  if (count == 0 || dim == 0) return;
  const bool packed = packs(dim) && aligned(branch, gamma, out);
  for_compute(activations, [&](auto a, auto r) {
    using A = decltype(a);
    using R = decltype(r);
    LAUNCH((add_branch_kernel<A, R>), static_cast<unsigned>(count), threads_for(dim, packed), 0, stream,
           static_cast<const A*>(branch), static_cast<const A*>(gamma), rows, static_cast<int>(dim), packed,
           static_cast<R*>(out));
  });
}

void add_branch_backward(Stream stream, DType activations, const void* d_out, const void* branch, const void* gamma,
                         const RowMap& rows, int64_t count, int64_t dim, void* d_branch, float* parts) {
  const bool packed = packs(dim) && aligned(d_out, branch, gamma, d_branch);
  for_compute(activations, [&](auto a, auto r) {
    using A = decltype(a);
    using R = decltype(r);
    LAUNCH((add_branch_backward_kernel<A, R>), parts_for(count), threads_for(dim, packed), dim * sizeof(float), stream,
           static_cast<const R*>(d_out), static_cast<const A*>(branch), static_cast<const A*>(gamma), rows, count,
           static_cast<int>(dim), packed, static_cast<A*>(d_branch), parts);
  });
}

void gather_rows(Stream stream, DType dtype, const void* x, const RowMap& rows, int64_t count, int64_t dim, void* out) {
  if (count == 0 || dim == 0) return;
  const bool packed = packs(dim) && aligned(x, out);
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    LAUNCH(gather_rows_kernel<T>, static_cast<unsigned>(count), threads_for(dim, packed), 0, stream,
           static_cast<const T*>(x), rows, static_cast<int>(dim), packed, static_cast<T*>(out));
  });
}

void scatter_add_rows(Stream stream, DType dtype, const void* x, const RowMap& rows, int64_t count, int64_t dim, void* out) {
  if (count == 0 || dim == 0) return;
  const bool packed = packs(dim) && aligned(x, out);
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    LAUNCH(scatter_add_rows_kernel<T>, static_cast<unsigned>(count), threads_for(dim, packed), 0, stream,
           static_cast<const T*>(x), rows, static_cast<int>(dim), packed, static_cast<T*>(out));
  });
}

void column_parts(Stream stream, DType dtype, const void* x, int64_t rows, int64_t dim, float* parts) {
  if (dim == 0) return;
  const bool packed = packs(dim) && aligned(x);
  const int64_t lanes = packed ? dim / kPack : dim;
  const unsigned threads = threads_for(dim, packed);
  const dim3 grid(blocks_for(lanes, threads), parts_for(rows));
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    if (packed)
      LAUNCH((column_parts_kernel<kPack, T>), grid, threads, 0, stream, static_cast<const T*>(x), rows,
             static_cast<int>(dim), parts);
    else
      LAUNCH((column_parts_kernel<1, T>), grid, threads, 0, stream, static_cast<const T*>(x), rows, static_cast<int>(dim),
             parts);
  });
}

void add_parts(Stream stream, const float* parts, int64_t count, int64_t dim, float* to) {
  if (dim == 0) return;
  LAUNCH(add_parts_kernel, blocks_for(dim, 128), 128, 0, stream, parts, count, static_cast<int>(dim), to);
}

}  // namespace dinofleet::cuda
