// Losses, and the targets that Sinkhorn-Knopp makes of the teacher's logits.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "cpu/chunks.h"
#include "cpu/cpu_backend.h"
#include "cpu/float_rows.h"
#include "cpu/row_numbers.h"
#include "cpu/vector/cross_entropy.h"
#include "cpu/vector/koleo.h"
#include "cpu/vector/normalize.h"
#include "cpu/vector/sinkhorn.h"
#include "cpu/vector/sums.h"

namespace dinofleet::cpu {
namespace {

// A page of each row at a time: every sum is made by one thread, in the order of the rows.
constexpr int64_t kColumns = 1024;

void add_to_loss(const Tensor& loss, double value) {
  float* sum = loss.data<float>();
  *sum = static_cast<float>(*sum + value);
}

void set_to_inverses(const Tensor& sums, const Tensor& r) {
  inverses(sums.data<float>(), sums.numel(), r.data<float>());
}

}  // namespace

void CpuBackend::softmax_cross_entropy(const Tensor& logits, const Tensor& targets, const PickedRows& target_rows,
                                       const Tensor& weights, double temperature, double grad_factor,
                                       const Tensor& grad_scale, const Tensor& loss) {
  const int64_t rows = logits.dim(0), prototypes = logits.dim(1);
  const RowNumbers wanted(target_rows);
  const int64_t per_row = rows == 0 ? 0 : wanted.count() / rows;
  const double scale = grad_factor * *grad_scale.data<float>() / temperature;
  std::vector<double> losses(static_cast<size_t>(rows));
  // A row is a piece: it is long, and rows without a target cost nothing.
  Chunks(rows, 1).parallel([&](int64_t m, int64_t, int64_t) {
    const int32_t* wanted_rows = wanted.data() + m * per_row;
    FloatsInPlace row(logits, m * prototypes, prototypes);
    if (std::all_of(wanted_rows, wanted_rows + per_row, [](int32_t t) { return t < 0; })) {
      std::fill_n(row.data(), prototypes, 0.0f);
      return;
    }
    const double weight = weights.data<float>()[m];
    losses[m] = weight * cross_entropy_row(row.data(), targets.data<float>(), wanted_rows, per_row, prototypes,
                                           1 / temperature, scale * weight);
  });
  add_to_loss(loss, std::accumulate(losses.begin(), losses.end(), 0.0));
}

void CpuBackend::sinkhorn_start(const Tensor& logits, double temperature, const Tensor& sums) {
  Chunks(logits.dim(1), kColumns).parallel([&](int64_t, int64_t begin, int64_t end) {
    sinkhorn_exponentials(logits.data<float>(), logits.dim(0), logits.dim(1), begin, end, 1 / temperature,
                          sums.data<float>());
  });
}

void CpuBackend::sinkhorn_iterate(const Tensor& q, const Tensor& sums, const Tensor& next_sums) {
  const int64_t prototypes = q.dim(1);
  const Tensor r = allocate(sums.shape, DType::kFloat32);
  set_to_inverses(sums, r);
  const Chunks rows = Chunks::of_rows(q.dim(0));
  const Tensor parts = allocate({rows.count(), prototypes}, DType::kFloat32);
  rows.parallel([&](int64_t chunk, int64_t begin, int64_t end) {
    sinkhorn_scaled_sum(q.data<float>(), r.data<float>(), begin, end, prototypes,
                        parts.data<float>() + chunk * prototypes);
  });
  Chunks(prototypes, kColumns).parallel([&](int64_t, int64_t begin, int64_t end) {
    set_to_sum_of_parts(parts.data<float>(), rows.count(), prototypes, begin, end, next_sums.data<float>());
  });
}

void CpuBackend::sinkhorn_finish(const Tensor& q, const Tensor& sums) {
  const Tensor r = allocate(sums.shape, DType::kFloat32);
  set_to_inverses(sums, r);
  Chunks(q.dim(0), 1).parallel([&](int64_t, int64_t begin, int64_t end) {
    sinkhorn_assign(q.data<float>(), r.data<float>(), begin, end, q.dim(1));
  });
}

void CpuBackend::koleo(const Tensor& x, double weight, double grad_factor, const Tensor& grad_scale, const Tensor& dx,
                       const Tensor& loss) {
  const int64_t count = x.dim(0), dim = x.dim(1);
  constexpr double kEps = 1e-8;
  const Tensor unit = allocate(x.shape, DType::kFloat32);
  const Tensor norm = allocate({count}, DType::kFloat32);
  std::vector<int32_t> nearest(static_cast<size_t>(count));
  std::vector<double> distances(static_cast<size_t>(count));
  const float* u = unit.data<float>();
  const Chunks rows = Chunks::of_rows(count, 16);
  rows.parallel([&](int64_t, int64_t begin, int64_t end) {
    const FloatsOf in(x, begin * dim, (end - begin) * dim);
    l2_normalize_rows(in.data(), static_cast<float>(kEps), end - begin, dim, unit.data<float>() + begin * dim,
                      norm.data<float>() + begin);
  });
  rows.parallel([&](int64_t, int64_t begin, int64_t end) {
    nearest_rows(u, count, dim, begin, end, nearest.data());
    for (int64_t i = begin; i < end; ++i) distances[i] = distance(u + i * dim, u + nearest[i] * dim, dim, kEps);
  });

  double sum = 0;
  for (int64_t i = 0; i < count; ++i) sum -= std::log(distances[i] + kEps);
  add_to_loss(loss, weight * sum / static_cast<double>(count));

  // Row i moves its own distance, and that of each row which has i as its nearest: in their order, by one thread.
  std::vector<std::vector<int32_t>> nearest_of(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) nearest_of[nearest[i]].push_back(static_cast<int32_t>(i));
  std::vector<double> grads(static_cast<size_t>(rows.count() * dim));
  const double scale = weight * grad_factor * *grad_scale.data<float>() / static_cast<double>(count);
  rows.parallel([&](int64_t chunk, int64_t begin, int64_t end) {
    double* grad = grads.data() + chunk * dim;
    // Of -log(d + eps) with d = |a - b + eps|, to a; to b it is the opposite.
    const auto add_gradient = [&](int64_t i, double sign) {
      const double d = distances[i];
      add_scaled_difference(u + i * dim, u + nearest[i] * dim, dim, kEps, -sign / ((d + kEps) * d), grad);
    };
    for (int64_t i = begin; i < end; ++i) {
      std::fill_n(grad, dim, 0.0);
      add_gradient(i, 1);
      for (int32_t j : nearest_of[i]) add_gradient(j, -1);
      const float length = norm.data<float>()[i];
      FloatsInPlace d_in(dx, i * dim, dim);
      add_through_normalisation(grad, u + i * dim, dim, scale / length, length == static_cast<float>(kEps), d_in.data());
    }
  });
}

}  // namespace dinofleet::cpu
