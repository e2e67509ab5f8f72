// Matrix products: oneDNN's GEMM, by blocks of rows where something follows it or goes before it.
#include <omp.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "cpu/chunks.h"
#include "cpu/cpu_backend.h"
#include "cpu/gemm.h"
#include "cpu/vector/convert.h"
#include "cpu/vector/epilogue.h"
#include "cpu/vector/sums.h"

namespace dinofleet::cpu {
namespace {

// Rows of the output that a thread multiplies at a time: its second-level cache still has them when the epilogue follows,
// and they are enough to pay for packing the weight anew.
constexpr int64_t kTileRows = 256;
// From this inner dimension on the epilogue's share is so small that packing the weight once for all rows is faster.
constexpr int64_t kLongInner = 1024;
// Rows of dy and x that one product adds to a weight's gradient: few enough to be in the cache, also for dy's column sums.
constexpr int64_t kWeightRows = 256;
// Columns that one thread sums: a multiple of a cache line, so that no two threads write to one.
constexpr int64_t kSumColumns = 64;

// Numbers that a thread rounds at a time.
constexpr int64_t kRounded = 1 << 14;

int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }

// A matrix that is multiplied, as it is or rounded to bfloat16. It is then read only where it was rounded before.
class Operand {
 public:
  Operand(Backend& backend, DType factors, Tensor matrix) : matrix_(std::move(matrix)) {
    if (factors == DType::kBFloat16) rounded_ = backend.allocate({matrix_.numel()}, DType::kBFloat16);
  }

  bool is_rounded() const { return rounded_.has_value(); }
  const float* exact() const { return matrix_.data<float>(); }
  const uint16_t* rounded() const { return rounded_->data<uint16_t>(); }

  // Elements [start, end), by this thread.
  void round(int64_t start, int64_t end) const {
    if (is_rounded()) float_to_bfloat16(exact() + start, rounded_->data<uint16_t>() + start, end - start);
  }

  // The same, by all threads.
  void round_together(int64_t start, int64_t end) const {
    if (!is_rounded()) return;
    Chunks(end - start, kRounded).parallel([=, this](int64_t, int64_t from, int64_t to) {
      round(start + from, start + to);
    });
  }

  void round_together() const { round_together(0, matrix_.numel()); }

 private:
  Tensor matrix_;
  std::optional<Tensor> rounded_;
};

// As gemm, of the elements from a_start and b_start on.
void multiply(Transpose transpose_a, Transpose transpose_b, int64_t m, int64_t n, int64_t k, const Operand& a,
              int64_t a_start, int64_t lda, const Operand& b, int64_t b_start, int64_t ldb, float beta, float* c,
              int64_t ldc) {
  if (a.is_rounded())
    gemm(transpose_a, transpose_b, m, n, k, a.rounded() + a_start, lda, b.rounded() + b_start, ldb, beta, c, ldc);
  else
    gemm(transpose_a, transpose_b, m, n, k, a.exact() + a_start, lda, b.exact() + b_start, ldb, beta, c, ldc);
}

// y (M, N) = x (M, K) op(w), then epilogue(row) on each row of y. Tiles depend on the shape and the number of threads alone,
// so that every run gives the same bits.
template <typename Epilogue>
void gemm_then(Epilogue epilogue, Transpose transpose_w, int64_t m, int64_t n, int64_t k, const Operand& x,
               const Operand& w, float* y) {
  const int64_t ldw = transpose_w == Transpose::kYes ? k : n;
  w.round_together();
  if (k >= kLongInner) {
    x.round_together();
    multiply(Transpose::kNo, transpose_w, m, n, k, x, 0, k, w, 0, ldw, 0.0f, y, n);
    Chunks(m, 1).parallel([&](int64_t row, int64_t, int64_t) { epilogue(row); });
    return;
  }
  const int threads = omp_get_max_threads();
  const int64_t tiles = std::min(m, ceil_div(ceil_div(m, kTileRows), threads) * threads);
  std::exception_ptr failure;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
  for (int64_t tile = 0; tile < tiles; ++tile) {
    const int64_t start = m * tile / tiles;
    const int64_t end = m * (tile + 1) / tiles;
    try {
      x.round(start * k, end * k);
      multiply(Transpose::kNo, transpose_w, end - start, n, k, x, start * k, k, w, 0, ldw, 0.0f, y + start * n, n);
      for (int64_t row = start; row < end; ++row) epilogue(row);
    } catch (...) {
#pragma omp critical
      failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

// y (M, N) = x (M, K) op(w).
void gemm_alone(Transpose transpose_w, int64_t m, int64_t n, int64_t k, const Operand& x, const Operand& w, float* y) {
  x.round_together();
  w.round_together();
  multiply(Transpose::kNo, transpose_w, m, n, k, x, 0, k, w, 0, transpose_w == Transpose::kYes ? k : n, 0.0f, y, n);
}

// dBias (n) += column sums of dy (rows, n). Each thread has columns of its own: the order of a sum is that of the rows.
void add_bias_gradient(const float* dy, int64_t rows, int64_t n, float* d_bias) {
  Chunks(n, kSumColumns).parallel([=](int64_t, int64_t begin, int64_t end) {
    add_column_sums(dy + begin, rows, end - begin, n, d_bias + begin);
  });
}

// d_weight (n, k) += dyᵀ x of so many rows.
void add_weight_gradient(const Operand& dy, const Operand& x, int64_t start, int64_t rows, int64_t n, int64_t k,
                         float* d_weight) {
  dy.round_together(start * n, (start + rows) * n);
  x.round_together(start * k, (start + rows) * k);
  multiply(Transpose::kYes, Transpose::kNo, n, k, rows, dy, start * n, n, x, start * k, k, 1.0f, d_weight, k);
}

// Rows after the first: those of the patches.
Tensor after_first(const Tensor& positions) {
  Tensor out = positions;
  out.shape[0] -= 1;
  out.byte_offset += positions.dim(1) * size_of(positions.dtype);
  return out;
}

}  // namespace

void CpuBackend::linear(const Tensor& x, const Tensor& weight, const Tensor* bias, const Tensor& y) {
  const int64_t m = x.dim(0), k = x.dim(1), n = weight.dim(0);
  float* out = y.data<float>();
  const Operand left(*this, factors_, x), right(*this, factors_, weight);
  if (bias == nullptr) {
    gemm_alone(Transpose::kYes, m, n, k, left, right, out);
    return;
  }
  const float* b = bias->data<float>();
  gemm_then([=](int64_t row) { add_bias(out + row * n, b, n); }, Transpose::kYes, m, n, k, left, right, out);
}

void CpuBackend::linear_gelu(const Tensor& x, const Tensor& weight, const Tensor* given, const Tensor& y,
                             const Tensor& before) {
  const int64_t m = x.dim(0), k = x.dim(1), n = weight.dim(0);
  const Tensor bias = given != nullptr ? *given : allocate({n}, DType::kFloat32);
  if (given == nullptr) zero(bias);
  float* out = y.data<float>();
  float* pre = before.data<float>();
  const float* b = bias.data<float>();
  gemm_then([=](int64_t row) { add_bias_gelu(pre + row * n, b, out + row * n, n); }, Transpose::kYes, m, n, k,
            {*this, factors_, x}, {*this, factors_, weight}, pre);
}

void CpuBackend::linear_backward_input(const Tensor& dy, const Tensor& weight, const Tensor& dx) {
  gemm_alone(Transpose::kNo, dy.dim(0), weight.dim(1), dy.dim(1), {*this, factors_, dy}, {*this, factors_, weight},
             dx.data<float>());
}

void CpuBackend::linear_backward_input_gelu(const Tensor& dy, const Tensor& weight, const Tensor& before,
                                            const Tensor& dx) {
  const int64_t k = weight.dim(1);
  float* out = dx.data<float>();
  const float* pre = before.data<float>();
  gemm_then([=](int64_t row) { multiply_by_gelu_gradient(out + row * k, pre + row * k, k); }, Transpose::kNo, dy.dim(0), k,
            dy.dim(1), {*this, factors_, dy}, {*this, factors_, weight}, out);
}

void CpuBackend::linear_backward_weight(const Tensor& dy, const Tensor& x, const Tensor& d_weight, const Tensor* d_bias) {
  const int64_t m = dy.dim(0), n = dy.dim(1), k = x.dim(1);
  const Operand left(*this, factors_, dy), right(*this, factors_, x);
  for (int64_t row = 0; row < m; row += kWeightRows) {
    const int64_t rows = std::min(kWeightRows, m - row);
    if (d_bias != nullptr) add_bias_gradient(dy.data<float>() + row * n, rows, n, d_bias->data<float>());
    add_weight_gradient(left, right, row, rows, n, k, d_weight.data<float>());
  }
}

void CpuBackend::interpolate_positions(const Tensor& matrix, const Tensor& positions, const Tensor& out) {
  const int64_t dim = positions.dim(1);
  std::copy_n(positions.data<float>(), dim, out.data<float>());
  gemm_alone(Transpose::kNo, matrix.dim(0), dim, matrix.dim(1), {*this, DType::kFloat32, matrix},
             {*this, DType::kFloat32, after_first(positions)}, after_first(out).data<float>());
}

void CpuBackend::interpolate_positions_backward(const Tensor& d_out, const Tensor& matrix, const Tensor& d_positions) {
  const int64_t wanted = matrix.dim(0), given = matrix.dim(1), dim = d_out.dim(1);
  add_floats(d_out.data<float>(), dim, d_positions.data<float>());
  const Operand left(*this, DType::kFloat32, matrix), right(*this, DType::kFloat32, after_first(d_out));
  for (int64_t row = 0; row < wanted; row += kWeightRows)
    add_weight_gradient(left, right, row, std::min(kWeightRows, wanted - row), given, dim,
                        after_first(d_positions).data<float>());
}

}  // namespace dinofleet::cpu
