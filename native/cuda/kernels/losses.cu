#include "cuda/kernels/losses.h"

#include "cuda/kernels/exp.h"
#include "cuda/kernels/kernel.h"
#include "cuda/kernels/row_map.h"

namespace dinofleet::cuda {
namespace {

constexpr int kThreads = 256;
constexpr double kKoleoEps = 1e-8;

// A block a row, read twice: sums, then the gradient.
template <typename T>
__global__ void __launch_bounds__(kMostThreads)
    softmax_cross_entropy_kernel(T* logits, const float* targets, RowMap target_rows, int64_t per_row, const float* weights,
                                 ExpScale temperature, double grad_factor, const float* grad_scale, int prototypes,
                                 bool packed, double* losses) {
  SHARED_ARRAY(float, scratch, 32);
  const int64_t m = blockIdx.x;
  T* row = logits + m * prototypes;
  bool any = false;
  for (int64_t t = 0; t < per_row; ++t) any = any || picked_row(target_rows, m * per_row + t).row >= 0;
  if (!any) {
    for_columns(prototypes, packed, [&](int c, auto width) {
      const float zeros[decltype(width)::value] = {};
      store<decltype(width)::value>(row + c, zeros);
    });
    if (threadIdx.x == 0) losses[m] = 0;
    return;
  }
  // The sum of a row's targets, column by column.
  const auto target_at = [&](int c, auto width, float* q) {
    constexpr int N = decltype(width)::value;
#pragma unroll
    for (int i = 0; i < N; ++i) q[i] = 0;
    for (int64_t t = 0; t < per_row; ++t) {
      const int64_t target = picked_row(target_rows, m * per_row + t).row;
      if (target < 0) continue;
      float v[N];
      load<N>(targets + target * prototypes + c, v);
#pragma unroll
      for (int i = 0; i < N; ++i) q[i] += v[i];
    }
  };
  float most = -INFINITY;
  for_columns(prototypes, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float z[N];
    load<N>(row + c, z);
#pragma unroll
    for (int i = 0; i < N; ++i) most = z[i] > most || z[i] != z[i] ? z[i] : most;
  });
  most = block_max(most, scratch);
  float exponentials = 0, target_sum = 0, target_dot = 0;
  for_columns(prototypes, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float z[N], q[N];
    load<N>(row + c, z);
    target_at(c, width, q);
#pragma unroll
    for (int i = 0; i < N; ++i) {
      exponentials += exp_of(z[i] - most, temperature);
      target_sum += q[i];
      target_dot += q[i] * (z[i] - most);
    }
  });
  exponentials = block_sum(exponentials, scratch);
  target_sum = block_sum(target_sum, scratch);
  target_dot = block_sum(target_dot, scratch);
  // (sum of q) softmax(z) - q: targets that do not sum to 1 are taken as they are.
  const double weight = weights[m], inverse = static_cast<double>(temperature.high) + temperature.low;
  const float scale = static_cast<float>(grad_factor * *grad_scale * inverse * weight);
  const float softmax_scale = scale * (target_sum / exponentials);
  for_columns(prototypes, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float z[N], q[N];
    load<N>(row + c, z);
    target_at(c, width, q);
#pragma unroll
    for (int i = 0; i < N; ++i) z[i] = exp_of(z[i] - most, temperature) * softmax_scale - q[i] * scale;
    store<N>(row + c, z);
  });
  if (threadIdx.x == 0)
    losses[m] = weight * (log(static_cast<double>(exponentials)) * target_sum -
                          static_cast<double>(target_dot) * inverse);
}

// One block.
__global__ void __launch_bounds__(kThreads) add_to_loss_kernel(const double* values, int64_t count, double factor, float* loss) {
  SHARED_ARRAY(double, scratch, 32);
  double sum = 0;
  for (int64_t i = threadIdx.x; i < count; i += kThreads) sum += values[i];
  sum = block_sum(sum, scratch);
  if (threadIdx.x == 0) *loss = static_cast<float>(*loss + factor * sum);
}

// A thread a column, in the order of the rows.
__global__ void __launch_bounds__(kThreads)
    sinkhorn_start_kernel(float* logits, int64_t rows, int64_t prototypes, ExpScale temperature, float* sums) {
  const int64_t p = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (p >= prototypes) return;
  double sum = 0;
  for (int64_t m = 0; m < rows; ++m) {
    const float e = exp_of(logits[m * prototypes + p], temperature);
    logits[m * prototypes + p] = e;
    sum += e;
  }
  sums[p] = static_cast<float>(sum);
}

__global__ void __launch_bounds__(kMostThreads)
    sinkhorn_rows_kernel(const float* q, const float* sums, int prototypes, bool packed, float* row_factors) {
  SHARED_ARRAY(float, scratch, 32);
  const float* row = q + int64_t{blockIdx.x} * prototypes;
  float sum = 0;
  for_columns(prototypes, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float v[N], s[N];
    load<N>(row + c, v);
    load<N>(sums + c, s);
#pragma unroll
    for (int i = 0; i < N; ++i) sum += v[i] / s[i];
  });
  sum = block_sum(sum, scratch);
  if (threadIdx.x == 0) row_factors[blockIdx.x] = 1.0f / sum;
}

__global__ void __launch_bounds__(kThreads)
    sinkhorn_columns_kernel(const float* q, const float* row_factors, int64_t rows, int64_t prototypes, float* next_sums) {
  const int64_t p = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (p >= prototypes) return;
  double sum = 0;
  for (int64_t m = 0; m < rows; ++m) sum += q[m * prototypes + p] * row_factors[m];
  next_sums[p] = static_cast<float>(sum);
}

__global__ void __launch_bounds__(kMostThreads)
    sinkhorn_assign_kernel(float* q, const float* sums, const float* row_factors, int prototypes, bool packed) {
  float* row = q + int64_t{blockIdx.x} * prototypes;
  const float factor = row_factors[blockIdx.x];
  for_columns(prototypes, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float v[N], s[N];
    load<N>(row + c, v);
    load<N>(sums + c, s);
#pragma unroll
    for (int i = 0; i < N; ++i) v[i] = v[i] / s[i] * factor;
    store<N>(row + c, v);
  });
}

template <typename T>
__global__ void __launch_bounds__(kMostThreads) koleo_unit_kernel(const T* x, int dim, float* unit, float* norm) {
  SHARED_ARRAY(float, scratch, 32);
  const int64_t r = blockIdx.x;
  float squares = 0;
  for (int c = static_cast<int>(threadIdx.x); c < dim; c += static_cast<int>(blockDim.x)) {
    const float v = to_float(x[r * dim + c]);
    squares += v * v;
  }
  const float length = fmaxf(sqrtf(block_sum(squares, scratch)), static_cast<float>(kKoleoEps));
  for (int c = static_cast<int>(threadIdx.x); c < dim; c += static_cast<int>(blockDim.x))
    unit[r * dim + c] = to_float(x[r * dim + c]) / length;
  if (threadIdx.x == 0) norm[r] = length;
}

// A block a row. Every dot product is summed in one order, so that equal rows get equal bits: a tie is a tie, and the first wins.
__global__ void __launch_bounds__(kMostThreads)
    koleo_nearest_kernel(const float* unit, int64_t count, int dim, int32_t* nearest, double* distances) {
  SHARED_ARRAY(float, best_dots, 8);
  SHARED_ARRAY(int64_t, best_rows, 8);
  SHARED_ARRAY(double, scratch, 32);
  const int64_t i = blockIdx.x;
  const int lane = static_cast<int>(threadIdx.x) % 32, warp = static_cast<int>(threadIdx.x) / 32;
  const int warps = static_cast<int>(blockDim.x) / 32;
  float best = -INFINITY;
  int64_t row = -1;
  for (int64_t j = warp; j < count; j += warps) {
    float sum = 0;
    for (int c = lane; c < dim; c += 32) sum += unit[i * dim + c] * unit[j * dim + c];
    sum = warp_sum(sum);
    if (j != i && sum > best) best = sum, row = j;
  }
  if (lane == 0) best_dots[warp] = best, best_rows[warp] = row;
  __syncthreads();
  best = -INFINITY;
  row = -1;
  for (int w = 0; w < warps; ++w) {
    const bool is_better = best_dots[w] > best || (best_dots[w] == best && best_rows[w] < row);
    if (best_rows[w] >= 0 && is_better) best = best_dots[w], row = best_rows[w];
  }
  // None is better than -inf where all are NaN; a single row has itself only.
  if (row < 0) row = i == 0 && count > 1 ? 1 : 0;
  double squares = 0;
  for (int c = static_cast<int>(threadIdx.x); c < dim; c += static_cast<int>(blockDim.x)) {
    const double difference = static_cast<double>(unit[i * dim + c]) - unit[row * dim + c] + kKoleoEps;
    squares += difference * difference;
  }
  squares = block_sum(squares, scratch);
  if (threadIdx.x == 0) nearest[i] = static_cast<int32_t>(row), distances[i] = sqrt(squares);
}

__global__ void __launch_bounds__(kThreads) koleo_losses_kernel(const double* distances, int64_t count, double* values) {
  const int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (i < count) values[i] = -log(distances[i] + kKoleoEps);
}

// A block a row: it moves its own distance, and that of each row which has it as its nearest, in their order.
template <typename T>
__global__ void __launch_bounds__(kMostThreads)
    koleo_backward_kernel(const float* unit, const float* norm, const int32_t* nearest, const double* distances,
                          int64_t count, int dim, double factor, const float* grad_scale, T* dx) {
  DYNAMIC_SHARED(double, gradient);
  SHARED_ARRAY(double, scratch, 32);
  const int64_t i = blockIdx.x;
  const double scale = factor * *grad_scale / norm[i];
  const bool is_constant = norm[i] == static_cast<float>(kKoleoEps);
  double along = 0;
  for (int c = static_cast<int>(threadIdx.x); c < dim; c += static_cast<int>(blockDim.x)) {
    double sum = 0;
    // Of -log(d + eps) with d = |a - b + eps|, to a; to b it is the opposite.
    const auto add = [&](int64_t row, double sign) {
      const double d = distances[row];
      const double difference = static_cast<double>(unit[row * dim + c]) - unit[nearest[row] * int64_t{dim} + c] + kKoleoEps;
      sum -= sign * difference / ((d + kKoleoEps) * d);
    };
    add(i, 1);
    for (int64_t j = 0; j < count; ++j)
      if (nearest[j] == i) add(j, -1);
    gradient[c] = sum;
    along += unit[i * dim + c] * sum;
  }
  along = is_constant ? 0 : block_sum(along, scratch);
  for (int c = static_cast<int>(threadIdx.x); c < dim; c += static_cast<int>(blockDim.x))
    set(dx[i * dim + c], static_cast<float>(to_float(dx[i * dim + c]) + scale * (gradient[c] - unit[i * dim + c] * along)));
}

__global__ void __launch_bounds__(kMostThreads)
    centered_softmax_kernel(float* logits, const float* center, int prototypes, bool packed, ExpScale temperature) {
  SHARED_ARRAY(float, scratch, 32);
  float* row = logits + int64_t{blockIdx.x} * prototypes;
  float most = -INFINITY;
  const auto centered = [&](int c, auto width, float* v) {
    constexpr int N = decltype(width)::value;
    float z[N], m[N];
    load<N>(row + c, z);
    load<N>(center + c, m);
#pragma unroll
    for (int i = 0; i < N; ++i) v[i] = z[i] - m[i];
  };
  for_columns(prototypes, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float v[N];
    centered(c, width, v);
#pragma unroll
    for (int i = 0; i < N; ++i) most = v[i] > most || v[i] != v[i] ? v[i] : most;
  });
  most = block_max(most, scratch);
  float sum = 0;
  for_columns(prototypes, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float v[N];
    centered(c, width, v);
#pragma unroll
    for (int i = 0; i < N; ++i) sum += exp_of(v[i] - most, temperature);
  });
  sum = block_sum(sum, scratch);
  for_columns(prototypes, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float v[N];
    centered(c, width, v);
#pragma unroll
    for (int i = 0; i < N; ++i) v[i] = exp_of(v[i] - most, temperature) / sum;
    store<N>(row + c, v);
  });
}

__global__ void __launch_bounds__(kThreads)
    center_sums_kernel(const float* logits, double weight, int64_t rows, int64_t prototypes, float* sums) {
  const int64_t p = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (p > prototypes) return;
  double sum = p == prototypes ? static_cast<double>(rows) : 0;
  if (p < prototypes)
    for (int64_t m = 0; m < rows; ++m) sum += logits[m * prototypes + p];
  sums[p] = static_cast<float>(weight * sum);
}

__global__ void __launch_bounds__(kThreads)
    move_center_kernel(float* center, const float* sums, float momentum, float one_minus_momentum, int64_t prototypes) {
  const int64_t p = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  const float count = sums[prototypes];
  if (p >= prototypes || count == 0) return;
  center[p] = center[p] * momentum + sums[p] / count * one_minus_momentum;
}

}  // namespace

void softmax_cross_entropy(Stream stream, DType dtype, void* logits, const float* targets, const RowMap& target_rows,
                           int64_t per_row, const float* weights, double inverse_temperature, double grad_factor,
                           const float* grad_scale, int64_t rows, int64_t prototypes, double* losses) {
  if (rows == 0 || prototypes == 0) return;
  const bool packed = prototypes % kPack == 0 && aligned(logits, targets);
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    LAUNCH(softmax_cross_entropy_kernel<T>, static_cast<unsigned>(rows), threads_for(prototypes, packed), 0, stream,
           static_cast<T*>(logits), targets, target_rows, per_row, weights, exp_scale(inverse_temperature), grad_factor, grad_scale,
           static_cast<int>(prototypes), packed, losses);
  });
}

void add_to_loss(Stream stream, const double* values, int64_t count, double factor, float* loss) {
  LAUNCH(add_to_loss_kernel, 1, kThreads, 0, stream, values, count, factor, loss);
}

void sinkhorn_start(Stream stream, float* logits, int64_t rows, int64_t prototypes, double inverse_temperature, float* sums) {
  if (prototypes == 0) return;
  LAUNCH(sinkhorn_start_kernel, blocks_for(prototypes, kThreads), kThreads, 0, stream, logits, rows, prototypes,
         exp_scale(inverse_temperature), sums);
}

void sinkhorn_rows(Stream stream, const float* q, const float* sums, int64_t rows, int64_t prototypes, float* row_factors) {
  if (rows == 0 || prototypes == 0) return;
  const bool packed = prototypes % kPack == 0 && aligned(q, sums);
  LAUNCH(sinkhorn_rows_kernel, static_cast<unsigned>(rows), threads_for(prototypes, packed), 0, stream, q, sums,
         static_cast<int>(prototypes), packed, row_factors);
}

void sinkhorn_columns(Stream stream, const float* q, const float* row_factors, int64_t rows, int64_t prototypes,
                      float* next_sums) {
  if (prototypes == 0) return;
  LAUNCH(sinkhorn_columns_kernel, blocks_for(prototypes, kThreads), kThreads, 0, stream, q, row_factors, rows, prototypes,
         next_sums);
}

void sinkhorn_assign(Stream stream, float* q, const float* sums, const float* row_factors, int64_t rows, int64_t prototypes) {
  if (rows == 0 || prototypes == 0) return;
  const bool packed = prototypes % kPack == 0 && aligned(q, sums);
  LAUNCH(sinkhorn_assign_kernel, static_cast<unsigned>(rows), threads_for(prototypes, packed), 0, stream, q, sums,
         row_factors, static_cast<int>(prototypes), packed);
}

void koleo_nearest(Stream stream, DType dtype, const void* x, int64_t count, int64_t dim, float* unit, float* norm,
                   int32_t* nearest, double* distances) {
  const unsigned blocks = static_cast<unsigned>(count), threads = threads_for(dim, false);
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    LAUNCH(koleo_unit_kernel<T>, blocks, threads, 0, stream, static_cast<const T*>(x), static_cast<int>(dim), unit, norm);
  });
  LAUNCH(koleo_nearest_kernel, blocks, threads, 0, stream, unit, count, static_cast<int>(dim), nearest, distances);
}

void koleo_losses(Stream stream, const double* distances, int64_t count, double* values) {
  LAUNCH(koleo_losses_kernel, blocks_for(count, kThreads), kThreads, 0, stream, distances, count, values);
}

void koleo_backward(Stream stream, DType dtype, const float* unit, const float* norm, const int32_t* nearest,
                    const double* distances, int64_t count, int64_t dim, double factor, const float* grad_scale, void* dx) {
  for_type(dtype, [&](auto number) {
    using T = decltype(number);
    LAUNCH(koleo_backward_kernel<T>, static_cast<unsigned>(count), threads_for(dim, false), dim * sizeof(double), stream,
           unit, norm, nearest, distances, count, static_cast<int>(dim), factor, grad_scale, static_cast<T*>(dx));
  });
}

void centered_softmax(Stream stream, float* logits, const float* center, int64_t rows, int64_t prototypes,
                      double inverse_temperature) {
  if (rows == 0 || prototypes == 0) return;
  const bool packed = prototypes % kPack == 0 && aligned(logits, center);
  LAUNCH(centered_softmax_kernel, static_cast<unsigned>(rows), threads_for(prototypes, packed), 0, stream, logits, center,
         static_cast<int>(prototypes), packed, exp_scale(inverse_temperature));
}

void center_sums(Stream stream, const float* logits, double weight, int64_t rows, int64_t prototypes, float* sums) {
  LAUNCH(center_sums_kernel, blocks_for(prototypes + 1, kThreads), kThreads, 0, stream, logits, weight, rows, prototypes,
         sums);
}

void move_center(Stream stream, float* center, const float* sums, float momentum, float one_minus_momentum,
                 int64_t prototypes) {
  if (prototypes == 0) return;
  LAUNCH(move_center_kernel, blocks_for(prototypes, kThreads), kThreads, 0, stream, center, sums, momentum,
         one_minus_momentum, prototypes);
}

}  // namespace dinofleet::cuda
