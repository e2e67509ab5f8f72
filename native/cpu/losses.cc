// Losses, and the targets that Sinkhorn-Knopp makes of the teacher's logits.
#include <cmath>
#include <numeric>
#include <vector>

#include "cpu/chunks.h"
#include "cpu/components.h"
#include "cpu/vector/cross_entropy.h"
#include "cpu/vector/koleo.h"
#include "cpu/vector/normalize.h"
#include "cpu/vector/sinkhorn.h"
#include "cpu/vector/sums.h"
#include "cpu/rows.h"
#include "napi/args.h"

namespace dinofleet::cpu {
namespace {

void add_to_loss(const Tensor& loss, double value) {
  float* sum = loss.data<float>();
  *sum = static_cast<float>(*sum + value);
}

Napi::Value softmax_cross_entropy(const Napi::CallbackInfo& info) {
  Args args(info, "softmaxCrossEntropy");
  const Tensor logits = args.tensor(0, "logits").float32().rank(2);
  const int64_t rows = logits.dim(0), prototypes = logits.dim(1);
  const Tensor targets = args.tensor(1, "targets").float32().shape({-1, prototypes});
  const PickedRows wanted = PickedRows::of(args, 2, "targetRows", targets.dim(0));
  const int64_t per_row = rows == 0 ? 0 : wanted.count() / rows;
  if (per_row * rows != wanted.count())
    args.fail("argument 2 \"targetRows\" are " + std::to_string(wanted.count()) + " rows, expected a multiple of the " +
              std::to_string(rows) + " rows of \"logits\"");
  const Tensor weights = args.tensor(3, "weights").float32().shape({rows});
  const double temperature = args.number_above_0(4, "temperature");
  const double grad_factor = args.number(5, "gradFactor");
  const Tensor grad_scale = args.tensor(6, "gradScale").float32().shape({1});
  const Tensor loss = args.tensor(7, "loss").float32().shape({1});

  const double scale = grad_factor * *grad_scale.data<float>() / temperature;
  std::vector<double> losses(static_cast<size_t>(rows));
  // A row is a piece: it is long, and rows without a target cost nothing.
  Chunks(rows, 1).parallel([&](int64_t m, int64_t, int64_t) {
    const int32_t* wanted_rows = wanted.data() + m * per_row;
    float* row = logits.data<float>() + m * prototypes;
    if (std::all_of(wanted_rows, wanted_rows + per_row, [](int32_t t) { return t < 0; })) {
      std::fill_n(row, prototypes, 0.0f);
      return;
    }
    const double weight = weights.data<float>()[m];
    losses[m] = weight * cross_entropy_row(row, targets.data<float>(), wanted_rows, per_row, prototypes,
                                           1 / temperature, scale * weight);
  });
  add_to_loss(loss, std::accumulate(losses.begin(), losses.end(), 0.0));
  return info.Env().Undefined();
}

Napi::Value sinkhorn_start(const Napi::CallbackInfo& info) {
  Args args(info, "sinkhornStart");
  const Tensor logits = args.tensor(0, "logits").float32().rank(2);
  const double temperature = args.number_above_0(1, "temperature");
  const Tensor sums = args.tensor(2, "sums").float32().shape({logits.dim(1)});
  // By columns, a page of each row at a time: every sum is made by one thread, in the order of the rows.
  constexpr int64_t kColumns = 1024;
  Chunks(logits.dim(1), kColumns).parallel([&](int64_t, int64_t begin, int64_t end) {
    sinkhorn_exponentials(logits.data<float>(), logits.dim(0), logits.dim(1), begin, end, 1 / temperature,
                          sums.data<float>());
  });
  return info.Env().Undefined();
}

Tensor inverses_of(Napi::Env env, const Tensor& sums) {
  const Tensor r = allocate(env, sums.shape, DType::kFloat32);
  inverses(sums.data<float>(), sums.numel(), r.data<float>());
  return r;
}

Napi::Value sinkhorn_iterate(const Napi::CallbackInfo& info) {
  Args args(info, "sinkhornIterate");
  const Tensor q = args.tensor(0, "q").float32().rank(2);
  const int64_t prototypes = q.dim(1);
  const Tensor sums = args.tensor(1, "sums").float32().shape({prototypes});
  const Tensor next_sums = args.tensor(2, "nextSums").float32().shape({prototypes});

  const Tensor r = inverses_of(info.Env(), sums);
  const Chunks rows = Chunks::of_rows(q.dim(0));
  const Tensor parts = allocate(info.Env(), {rows.count(), prototypes}, DType::kFloat32);
  rows.parallel([&](int64_t chunk, int64_t begin, int64_t end) {
    sinkhorn_scaled_sum(q.data<float>(), r.data<float>(), begin, end, prototypes,
                        parts.data<float>() + chunk * prototypes);
  });
  constexpr int64_t kColumns = 1024;
  Chunks(prototypes, kColumns).parallel([&](int64_t, int64_t begin, int64_t end) {
    set_to_sum_of_parts(parts.data<float>(), rows.count(), prototypes, begin, end, next_sums.data<float>());
  });
  return info.Env().Undefined();
}

Napi::Value sinkhorn_finish(const Napi::CallbackInfo& info) {
  Args args(info, "sinkhornFinish");
  const Tensor q = args.tensor(0, "q").float32().rank(2);
  const Tensor sums = args.tensor(1, "sums").float32().shape({q.dim(1)});
  const Tensor r = inverses_of(info.Env(), sums);
  Chunks(q.dim(0), 1).parallel([&](int64_t, int64_t begin, int64_t end) {
    sinkhorn_assign(q.data<float>(), r.data<float>(), begin, end, q.dim(1));
  });
  return info.Env().Undefined();
}

Napi::Value koleo(const Napi::CallbackInfo& info) {
  Args args(info, "koleo");
  const Tensor x = args.tensor(0, "x").float32().rank(2);
  if (x.dim(1) == 0) args.tensor(0, "x").fail("(B, D) with D at least 1");
  const double weight = args.number(1, "weight");
  const double grad_factor = args.number(2, "gradFactor");
  const Tensor grad_scale = args.tensor(3, "gradScale").float32().shape({1});
  const Tensor dx = args.tensor(4, "dx").float32().shape(x.shape);
  const Tensor loss = args.tensor(5, "loss").float32().shape({1});
  const int64_t count = x.dim(0), dim = x.dim(1);
  if (count == 0) return info.Env().Undefined();

  constexpr double kEps = 1e-8;
  const Tensor unit = allocate(info.Env(), x.shape, DType::kFloat32);
  const Tensor norm = allocate(info.Env(), {count}, DType::kFloat32);
  std::vector<int32_t> nearest(static_cast<size_t>(count));
  std::vector<double> distances(static_cast<size_t>(count));
  const float* u = unit.data<float>();
  const Chunks rows = Chunks::of_rows(count, 16);
  rows.parallel([&](int64_t, int64_t begin, int64_t end) {
    l2_normalize_rows(x.data<float>(), static_cast<float>(kEps), begin, end, dim, unit.data<float>(),
                      norm.data<float>());
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
      add_through_normalisation(grad, u + i * dim, dim, scale / length, length == static_cast<float>(kEps),
                                dx.data<float>() + i * dim);
    }
  });
  return info.Env().Undefined();
}

}  // namespace

void init_losses(Napi::Env env, Napi::Object exports) {
  define<softmax_cross_entropy>(env, exports, "softmaxCrossEntropy");
  define<sinkhorn_start>(env, exports, "sinkhornStart");
  define<sinkhorn_iterate>(env, exports, "sinkhornIterate");
  define<sinkhorn_finish>(env, exports, "sinkhornFinish");
  define<koleo>(env, exports, "koleo");
}

}  // namespace dinofleet::cpu
