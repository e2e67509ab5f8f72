// Matrix products: oneDNN's GEMM, by tiles where something follows it.
#include <omp.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <type_traits>

#include "cpu/chunks.h"
#include "cpu/cpu_backend.h"
#include "cpu/float_rows.h"
#include "cpu/gemm.h"
#include "cpu/vector/epilogue.h"
#include "cpu/vector/sums.h"

namespace dinofleet::cpu {
namespace {

// Floats of a tile of sums: half of a second-level cache of 1 MB, where what follows finds them.
constexpr int64_t kTileFloats = 1 << 17;
constexpr int64_t kTileColumns = 1024;
// Fewer rows do not pay for packing the weight anew.
constexpr int64_t kLeastTileRows = 64;
constexpr int64_t kMostTileRows = 256;
// From these dimensions on packing the weight once for all rows is faster, and what follows reads its sums from further away.
constexpr int64_t kLongInner = 1024;
constexpr int64_t kWideOuter = 1024;
// From so many rows on a float32 weight is better transposed before: GEMM reads the other way round a tenth faster.
constexpr int64_t kManyRows = 512;
// Rows of dy and x that one product adds to a weight's gradient: few enough to be in the cache, also for dy's column sums.
constexpr int64_t kWeightRows = 256;
// Columns that one thread sums: a multiple of a cache line, so that no two threads write to one.
constexpr int64_t kSumColumns = 64;

int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }

// op(data), (K, N): data is (N, K) and transposed, or (K, N) with rows `stride` apart.
template <typename T>
struct Right {
  const T* data;
  int64_t stride;
  Transpose transpose;

  const T* column(int64_t n) const { return transpose == Transpose::kYes ? data + n * stride : data + n; }
};

struct Extent {
  int64_t begin, end;
};

// `size` in so many even parts.
Extent part_of(int64_t size, int64_t part, int64_t parts) { return {size * part / parts, size * (part + 1) / parts}; }

// How an (m, n) result is cut: by its shape and the number of threads alone, so that every run gives the same bits.
struct Tiles {
  Tiles(int64_t m, int64_t n, int threads) : m(m), n(n), across(ceil_div(n, kTileColumns)) {
    const int64_t rows = std::clamp(kTileFloats * across / n, kLeastTileRows, kMostTileRows);
    down = std::min(m, ceil_div(ceil_div(m, rows), threads) * threads);
  }
  int64_t count() const { return across * down; }
  Extent rows(int64_t tile) const { return part_of(m, tile % down, down); }
  Extent columns(int64_t tile) const { return part_of(n, tile / down, across); }

  int64_t m, n, across, down;
};

// Sums of a tile where the result goes, if that is float32 too, or in memory of the thread's.
class TileSums {
 public:
  TileSums(float* y, int64_t stride, Extent rows, Extent columns)
      : scratch_(0), data_(y + rows.begin * stride + columns.begin), stride_(stride) {}
  TileSums(uint16_t*, int64_t, Extent rows, Extent columns)
      : scratch_((rows.end - rows.begin) * (columns.end - columns.begin)),
        data_(scratch_.data()),
        stride_(columns.end - columns.begin) {}

  float* data() { return data_; }
  int64_t stride() const { return stride_; }

 private:
  FloatScratch scratch_;
  float* data_;
  int64_t stride_;
};

// The product x (M, K) w, then follow(sums, row, column, length) on each row of a tile of it. y (M, N) is where sums go if it has float32.
template <typename T, typename Follow>
void by_tiles(int64_t m, int64_t n, int64_t k, const T* x, const Right<T>& w, T* y, const Follow& follow) {
  const int threads = omp_get_max_threads();
  const Tiles tiles(m, n, threads);
  std::exception_ptr failure;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
  for (int64_t tile = 0; tile < tiles.count(); ++tile) {
    const Extent rows = tiles.rows(tile), columns = tiles.columns(tile);
    const int64_t width = columns.end - columns.begin;
    try {
      TileSums sums(y, n, rows, columns);
      gemm(Transpose::kNo, w.transpose, rows.end - rows.begin, width, k, x + rows.begin * k, k, w.column(columns.begin),
           w.stride, 0.0f, sums.data(), sums.stride());
      for (int64_t row = rows.begin; row < rows.end; ++row)
        follow(sums.data() + (row - rows.begin) * sums.stride(), row, columns.begin, width);
    } catch (...) {
#pragma omp critical
      failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

// The same, of all rows at once.
template <typename T, typename Follow>
void at_once(Backend& backend, int64_t m, int64_t n, int64_t k, const T* x, const Right<T>& w, T* y, const Follow& follow) {
  std::optional<Tensor> apart;
  float* sums;
  if constexpr (std::is_same_v<T, float>)
    sums = y;
  else
    sums = apart.emplace(backend.allocate({m, n}, DType::kFloat32)).template data<float>();
  gemm(Transpose::kNo, w.transpose, m, n, k, x, k, w.data, w.stride, 0.0f, sums, n);
  Chunks(m, 1).parallel([&](int64_t row, int64_t, int64_t) { follow(sums + row * n, row, 0, n); });
}

template <typename T, typename Follow>
void product_then(Backend& backend, int64_t m, int64_t n, int64_t k, const T* x, const Right<T>& w, T* y,
                  const Follow& follow) {
  if (m == 0 || n == 0) return;
  if (k >= kLongInner && n >= kWideOuter)
    at_once(backend, m, n, k, x, w, y, follow);
  else
    by_tiles(m, n, k, x, w, y, follow);
}

// Rows of a matrix that is read column by column do not begin at a multiple of a page: they would share few places in the cache.
int64_t padded_stride(int64_t n) {
  constexpr int64_t kPage = 1024;
  return n % kPage == 0 ? n + 16 : n;
}

// y = x weightᵀ, then `follow`. x (M, K), weight (N, K).
template <typename T, typename Follow>
void linear_then(Backend& backend, const Tensor& x, const Tensor& weight, T* y, const Follow& follow) {
  const int64_t m = x.dim(0), k = x.dim(1), n = weight.dim(0);
  if (m == 0 || n == 0) return;
  if constexpr (std::is_same_v<T, float>) {
    // A weight that is small beside x and y.
    if (m >= std::max({n, k, kManyRows})) {
      const int64_t stride = padded_stride(n);
      const Tensor turned = backend.allocate({k, stride}, DType::kFloat32);
      Chunks(n, 64).parallel([&](int64_t, int64_t begin, int64_t end) {
        transpose_floats(weight.data<float>() + begin * k, k, end - begin, k, turned.data<float>() + begin, stride);
      });
      by_tiles(m, n, k, x.data<float>(), Right<float>{turned.data<float>(), stride, Transpose::kNo}, y, follow);
      return;
    }
  }
  product_then(backend, m, n, k, x.data<T>(), Right<T>{weight.data<T>(), k, Transpose::kYes}, y, follow);
}

template <typename T>
void linear_of(Backend& backend, const Tensor& x, const Tensor& weight, const float* bias, const Tensor& y) {
  const int64_t n = weight.dim(0);
  T* out = y.data<T>();
  linear_then(backend, x, weight, out, [=](const float* sums, int64_t row, int64_t column, int64_t length) {
    T* to = out + row * n + column;
    if (bias != nullptr || !std::is_same_v<T, float>) add_bias(sums, bias == nullptr ? bias : bias + column, to, length);
  });
}

template <typename T>
void linear_gelu_of(Backend& backend, const Tensor& x, const Tensor& weight, const float* bias, const Tensor& y,
                    const Tensor& before) {
  const int64_t n = weight.dim(0);
  T* out = y.data<T>();
  T* pre = before.data<T>();
  linear_then(backend, x, weight, pre, [=](const float* sums, int64_t row, int64_t column, int64_t length) {
    const int64_t at = row * n + column;
    add_bias_gelu(sums, bias == nullptr ? bias : bias + column, pre + at, out + at, length);
  });
}

template <typename T>
void backward_input_of(Backend& backend, const Tensor& dy, const Tensor& weight, const Tensor& dx) {
  const int64_t m = dy.dim(0), n = dy.dim(1), k = weight.dim(1);
  const T* d_out = dy.data<T>();
  T* out = dx.data<T>();
  if constexpr (std::is_same_v<T, float>)
    gemm(Transpose::kNo, Transpose::kNo, m, k, n, d_out, n, weight.data<T>(), k, 0.0f, out, k);
  else
    product_then(backend, m, k, n, d_out, Right<T>{weight.data<T>(), k, Transpose::kNo}, out,
                 [=](const float* sums, int64_t row, int64_t column, int64_t length) {
                   add_bias(sums, nullptr, out + row * k + column, length);
                 });
}

template <typename T>
void backward_input_gelu_of(Backend& backend, const Tensor& dy, const Tensor& weight, const Tensor& before,
                            const Tensor& dx) {
  const int64_t m = dy.dim(0), n = dy.dim(1), k = weight.dim(1);
  T* out = dx.data<T>();
  T* pre = before.data<T>();
  product_then(backend, m, k, n, dy.data<T>(), Right<T>{weight.data<T>(), k, Transpose::kNo}, out,
               [=](const float* sums, int64_t row, int64_t column, int64_t length) {
                 const int64_t at = row * k + column;
                 gelu_backward(sums, pre + at, out + at, length);
               });
}

// dBias (n) += column sums of dy (rows, n). Each thread has columns of its own: the order of a sum is that of the rows.
template <typename T>
void add_bias_gradient(const T* dy, int64_t rows, int64_t n, float* d_bias) {
  Chunks(n, kSumColumns).parallel([=](int64_t, int64_t begin, int64_t end) {
    add_column_sums(dy + begin, rows, end - begin, n, d_bias + begin);
  });
}

// d_weight (n, k) += dyᵀ x; d_bias (n) += column sums of dy, unless null.
template <typename T>
void backward_weight_of(const T* dy, const T* x, int64_t m, int64_t n, int64_t k, float* d_weight, float* d_bias) {
  for (int64_t row = 0; row < m; row += kWeightRows) {
    const int64_t rows = std::min(kWeightRows, m - row);
    if (d_bias != nullptr) add_bias_gradient(dy + row * n, rows, n, d_bias);
    gemm(Transpose::kYes, Transpose::kNo, n, k, rows, dy + row * n, n, x + row * k, k, 1.0f, d_weight, k);
  }
}

}  // namespace

void CpuBackend::linear(const Tensor& x, const Tensor& weight, const Tensor* bias, const Tensor& y) {
  const OptionalFloats shift(bias);
  activations == DType::kFloat32 ? linear_of<float>(*this, x, weight, shift.data(), y)
                                 : linear_of<uint16_t>(*this, x, weight, shift.data(), y);
}

void CpuBackend::linear_gelu(const Tensor& x, const Tensor& weight, const Tensor* bias, const Tensor& y,
                             const Tensor& before) {
  const OptionalFloats shift(bias);
  activations == DType::kFloat32 ? linear_gelu_of<float>(*this, x, weight, shift.data(), y, before)
                                 : linear_gelu_of<uint16_t>(*this, x, weight, shift.data(), y, before);
}

void CpuBackend::linear_backward_input(const Tensor& dy, const Tensor& weight, const Tensor& dx) {
  activations == DType::kFloat32 ? backward_input_of<float>(*this, dy, weight, dx)
                                 : backward_input_of<uint16_t>(*this, dy, weight, dx);
}

void CpuBackend::linear_backward_input_gelu(const Tensor& dy, const Tensor& weight, const Tensor& before,
                                            const Tensor& dx) {
  activations == DType::kFloat32 ? backward_input_gelu_of<float>(*this, dy, weight, before, dx)
                                 : backward_input_gelu_of<uint16_t>(*this, dy, weight, before, dx);
}

void CpuBackend::linear_backward_weight(const Tensor& dy, const Tensor& x, const Tensor& d_weight, const Tensor* d_bias) {
  const int64_t m = dy.dim(0), n = dy.dim(1), k = x.dim(1);
  float* bias = d_bias == nullptr ? nullptr : d_bias->data<float>();
  if (activations == DType::kFloat32)
    backward_weight_of(dy.data<float>(), x.data<float>(), m, n, k, d_weight.data<float>(), bias);
  else
    backward_weight_of(dy.data<uint16_t>(), x.data<uint16_t>(), m, n, k, d_weight.data<float>(), bias);
}

// The first row is the class token's, which no interpolation changes.
void CpuBackend::interpolate_positions(const Tensor& matrix, const Tensor& positions, const Tensor& out) {
  const int64_t wanted = matrix.dim(0), given = matrix.dim(1), dim = positions.dim(1);
  const FloatsOf from(positions);
  FloatsInto to(out, 0, out.numel());
  std::copy_n(from.data(), dim, to.data());
  gemm(Transpose::kNo, Transpose::kNo, wanted, dim, given, matrix.data<float>(), given, from.data() + dim, dim, 0.0f,
       to.data() + dim, dim);
}

void CpuBackend::interpolate_positions_backward(const Tensor& d_out, const Tensor& matrix, const Tensor& d_positions) {
  const int64_t wanted = matrix.dim(0), given = matrix.dim(1), dim = d_out.dim(1);
  add_floats(d_out.data<float>(), dim, d_positions.data<float>());
  backward_weight_of(matrix.data<float>(), d_out.data<float>() + dim, wanted, given, dim,
                     d_positions.data<float>() + dim, nullptr);
}

}  // namespace dinofleet::cpu
