#include "cuda/kernels/elementwise.h"

#include "cuda/kernels/kernel.h"

namespace dinofleet::cuda {
namespace {

constexpr int kThreads = 256;

// A thread takes N elements; those that are left over one by one.
template <int N, typename Op>
__global__ void __launch_bounds__(kThreads) elementwise_kernel(int64_t count, Op op) {
  int64_t i = (int64_t{blockIdx.x} * kThreads + threadIdx.x) * N;
  if (i + N <= count) {
    op.template apply<N>(i);
    return;
  }
  for (; i < count; ++i) op.template apply<1>(i);
}

template <typename Op>
void elementwise(Stream stream, int64_t count, bool packed, Op op) {
  if (count == 0) return;
  if (packed)
    LAUNCH((elementwise_kernel<kPack, Op>), blocks_for(count, kThreads * kPack), kThreads, 0, stream, count, op);
  else
    LAUNCH((elementwise_kernel<1, Op>), blocks_for(count, kThreads), kThreads, 0, stream, count, op);
}

template <typename T>
struct Fill {
  float value;
  T* to;

  template <int N>
  __device__ void apply(int64_t i) const {
    float values[N];
#pragma unroll
    for (int j = 0; j < N; ++j) values[j] = value;
    store<N>(to + i, values);
  }
};

template <typename T>
struct FillInteger {
  T value;
  T* to;

  template <int N>
  __device__ void apply(int64_t i) const {
#pragma unroll
    for (int j = 0; j < N; ++j) to[i + j] = value;
  }
};

template <typename From, typename To>
struct Cast {
  const From* from;
  To* to;

  template <int N>
  __device__ void apply(int64_t i) const {
    float values[N];
    load<N>(from + i, values);
    store<N>(to + i, values);
  }
};

template <typename T>
struct Add {
  const T* from;
  T* to;

  template <int N>
  __device__ void apply(int64_t i) const {
    float a[N], b[N];
    load<N>(from + i, a);
    load<N>(to + i, b);
#pragma unroll
    for (int j = 0; j < N; ++j) b[j] += a[j];
    store<N>(to + i, b);
  }
};

template <typename From, typename To>
struct SumParts {
  const From* parts;
  int64_t number;
  int64_t count;
  To* to;

  template <int N>
  __device__ void apply(int64_t i) const {
    float sum[N];
    load<N>(parts + i, sum);
    for (int64_t part = 1; part < number; ++part) {
      float values[N];
      load<N>(parts + part * count + i, values);
#pragma unroll
      for (int j = 0; j < N; ++j) sum[j] += values[j];
    }
    store<N>(to + i, sum);
  }
};

template <typename From, typename To>
struct SetRows {
  const From* row;
  To* to;
  int64_t columns;

  template <int N>
  __device__ void apply(int64_t i) const {
#pragma unroll
    for (int j = 0; j < N; ++j) set(to[i + j], row == nullptr ? 0.0f : to_float(row[(i + j) % columns]));
  }
};

__device__ __forceinline__ float normal_cdf(float x) { return 0.5f * (1.0f + erff(x * 0.70710678118654752f)); }

template <typename T>
struct Gelu {
  const T* pre;
  T* y;

  template <int N>
  __device__ void apply(int64_t i) const {
    float x[N];
    load<N>(pre + i, x);
#pragma unroll
    for (int j = 0; j < N; ++j) x[j] *= normal_cdf(x[j]);
    store<N>(y + i, x);
  }
};

template <typename T>
struct GeluBackward {
  T* pre;
  T* dx;

  template <int N>
  __device__ void apply(int64_t i) const {
    float x[N], d[N];
    load<N>(pre + i, x);
    load<N>(dx + i, d);
#pragma unroll
    for (int j = 0; j < N; ++j) {
      const float cdf = normal_cdf(x[j]);
      d[j] *= cdf + x[j] * 0.39894228040143268f * expf(-0.5f * x[j] * x[j]);
      x[j] *= cdf;
    }
    store<N>(dx + i, d);
    store<N>(pre + i, x);
  }
};

__device__ __forceinline__ float sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }

// Packs lie within a row: hidden is then a multiple of kPack.
template <typename T>
struct Swiglu {
  const T* x;
  T* y;
  int64_t hidden;

  template <int N>
  __device__ void apply(int64_t i) const {
    const T* gate = x + i / hidden * 2 * hidden + i % hidden;
    float a[N], b[N];
    load<N>(gate, a);
    load<N>(gate + hidden, b);
#pragma unroll
    for (int j = 0; j < N; ++j) b[j] *= a[j] * sigmoid(a[j]);
    store<N>(y + i, b);
  }
};

template <typename T>
struct SwigluBackward {
  const T* dy;
  const T* x;
  T* dx;
  int64_t hidden;

  template <int N>
  __device__ void apply(int64_t i) const {
    const int64_t at = i / hidden * 2 * hidden + i % hidden;
    float d[N], a[N], b[N];
    load<N>(dy + i, d);
    load<N>(x + at, a);
    load<N>(x + at + hidden, b);
#pragma unroll
    for (int j = 0; j < N; ++j) {
      const float s = sigmoid(a[j]);
      const float gate = a[j] * s;
      a[j] = d[j] * b[j] * (s + gate * (1.0f - s));
      b[j] = d[j] * gate;
    }
    store<N>(dx + at, a);
    store<N>(dx + at + hidden, b);
  }
};

}  // namespace

void fill(Stream stream, DType dtype, void* to, int64_t count, double value) {
  if (dtype == DType::kInt32)
    return elementwise(stream, count, false, FillInteger<int32_t>{static_cast<int32_t>(value), static_cast<int32_t*>(to)});
  if (dtype == DType::kUInt8)
    return elementwise(stream, count, false, FillInteger<uint8_t>{static_cast<uint8_t>(value), static_cast<uint8_t*>(to)});
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    elementwise(stream, count, aligned(to), Fill<T>{static_cast<float>(value), static_cast<T*>(to)});
  });
}

void cast(Stream stream, DType from_dtype, const void* from, DType to_dtype, void* to, int64_t count) {
  for_type(from_dtype, [&](auto a) {
    for_type(to_dtype, [&](auto b) {
      using From = decltype(a);
      using To = decltype(b);
      elementwise(stream, count, aligned(from, to), Cast<From, To>{static_cast<const From*>(from), static_cast<To*>(to)});
    });
  });
}

void sum_parts(Stream stream, DType from_dtype, const void* parts, int64_t number, DType to_dtype, void* to, int64_t count) {
  for_type(from_dtype, [&](auto from_number) {
    for_type(to_dtype, [&](auto to_number) {
      using From = decltype(from_number);
      using To = decltype(to_number);
      elementwise(stream, count, aligned(parts, to) && count % kPack == 0,
                  SumParts<From, To>{static_cast<const From*>(parts), number, count, static_cast<To*>(to)});
    });
  });
}

void add(Stream stream, DType dtype, const void* from, void* to, int64_t count) {
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    elementwise(stream, count, aligned(from, to), Add<T>{static_cast<const T*>(from), static_cast<T*>(to)});
  });
}

void set_rows(Stream stream, DType row_dtype, const void* row, DType dtype, void* to, int64_t rows, int64_t columns) {
  for_type(row_dtype, [&](auto a) {
    for_type(dtype, [&](auto b) {
      using From = decltype(a);
      using To = decltype(b);
      elementwise(stream, rows * columns, false,
                  SetRows<From, To>{static_cast<const From*>(row), static_cast<To*>(to), columns});
    });
  });
}

void gelu(Stream stream, DType dtype, const void* pre, void* y, int64_t count) {
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    elementwise(stream, count, aligned(pre, y), Gelu<T>{static_cast<const T*>(pre), static_cast<T*>(y)});
  });
}

void gelu_backward(Stream stream, DType dtype, void* pre, void* dx, int64_t count) {
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    elementwise(stream, count, aligned(pre, dx), GeluBackward<T>{static_cast<T*>(pre), static_cast<T*>(dx)});
  });
}

void swiglu(Stream stream, DType dtype, const void* x, void* y, int64_t rows, int64_t hidden) {
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    elementwise(stream, rows * hidden, hidden % kPack == 0 && aligned(x, y),
                Swiglu<T>{static_cast<const T*>(x), static_cast<T*>(y), hidden});
  });
}

void swiglu_backward(Stream stream, DType dtype, const void* dy, const void* x, void* dx, int64_t rows, int64_t hidden) {
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    elementwise(stream, rows * hidden, hidden % kPack == 0 && aligned(dy, x, dx),
                SwigluBackward<T>{static_cast<const T*>(dy), static_cast<const T*>(x), static_cast<T*>(dx), hidden});
  });
}

}  // namespace dinofleet::cuda
