// Runs kernels on a CPU, in several orders of their threads, beside plain loops: for test/native/kernel-mutants.test.ts. Ends with 0 where
// all is right; a wrong number, a barrier that is missing or a byte too far ends it otherwise.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "cuda/emulated/cuda_on_cpu.h"
#include "cuda/kernels/attention.h"
#include "cuda/kernels/kernel.h"
#include "cuda/kernels/neighbours.h"
#include "cuda/kernels/residual.h"
#include "ops/neighbour_key.h"

namespace {

using namespace dinofleet;
using namespace dinofleet::cuda;

float number(uint32_t& state) {
  state = state * 1664525u + 1013904223u;
  return static_cast<float>(state >> 8) / 8388608.0f - 1.0f;
}

void expect(double got, double wanted, double within, const char* what) {
  if (std::abs(got - wanted) <= within) return;
  std::fprintf(stderr, "%s is %g, expected %g within %g\n", what, got, wanted, within);
  std::exit(1);
}

// Blocks of just the size: what lies beyond is AddressSanitizer's.
void layer_norm_of(int rows, int dim) {
  uint32_t state = 7;
  std::vector<float> x(rows * dim), weight(dim), bias(dim), y(rows * dim), mean(rows), rstd(rows);
  for (auto* each : {&x, &weight, &bias})
    for (float& value : *each) value = number(state);
  layer_norm(nullptr, DType::kFloat32, x.data(), weight.data(), bias.data(), 1e-6f, RowMap{}, rows, dim, y.data(), mean.data(),
             rstd.data());
  for (int r = 0; r < rows; ++r) {
    double sum = 0, squares = 0;
    for (int c = 0; c < dim; ++c) sum += x[r * dim + c];
    for (int c = 0; c < dim; ++c) squares += std::pow(x[r * dim + c] - sum / dim, 2);
    for (int c = 0; c < dim; ++c)
      expect(y[r * dim + c], (x[r * dim + c] - sum / dim) / std::sqrt(squares / dim + 1e-6) * weight[c] + bias[c], 1e-5,
             "layerNorm");
  }
}

// The gradient of the queries, of scores so negative that what lies beyond a sequence would be the largest of its row.
void attention_of(int length) {
  uint32_t state = 11;
  const int64_t tokens = length;
  const AttentionShape shape{tokens, 1, length, 1, kShortHeadDim, 1.0f};
  std::vector<Half> qkv(tokens * 3 * kShortHeadDim), out(tokens * kShortHeadDim), d_out(out.size()), d_qkv(qkv.size());
  std::vector<float> lse(tokens);
  for (size_t i = 0; i < qkv.size(); ++i) {
    const size_t part = i / kShortHeadDim % 3;
    set(qkv[i], number(state) * 0.1f + (part == 0 ? 2.0f : part == 1 ? -2.0f : 0.0f));
  }
  for (Half& value : d_out) set(value, number(state));
  attention_short(nullptr, DType::kFloat16, shape, qkv.data(), out.data(), lse.data());
  attention_short_backward(nullptr, DType::kFloat16, shape, d_out.data(), qkv.data(), out.data(), lse.data(), d_qkv.data());
  std::vector<Half> simple_out(out.size()), simple_d_qkv(qkv.size());
  std::vector<float> simple_lse(tokens), delta(tokens);
  attention_simple(nullptr, DType::kFloat16, shape, qkv.data(), simple_out.data(), simple_lse.data());
  attention_simple_backward(nullptr, DType::kFloat16, shape, d_out.data(), qkv.data(), simple_out.data(), simple_lse.data(),
                            delta.data(), simple_d_qkv.data());
  for (size_t i = 0; i < out.size(); ++i) expect(to_float(out[i]), to_float(simple_out[i]), 2e-3, "attention");
  for (size_t i = 0; i < qkv.size(); ++i) expect(to_float(d_qkv[i]), to_float(simple_d_qkv[i]), 2e-2, "its gradient");
}

// Of products that grow from row to row, so that all of a tile are among the nearest so far; every third is as large as the one before.
void neighbours_of(int queries, int rows, int columns, int k) {
  std::vector<float> products(queries * columns), values(queries * k);
  std::vector<int32_t> indices(queries * k);
  std::vector<uint64_t> keys(queries * (k + columns)), wanted(rows);
  const auto product = [](int query, int row) { return static_cast<float>(row - (row % 3 == 2) - 5 * query); };
  for (int first = 0; first < rows; first += columns) {
    const int width = std::min(columns, rows - first);
    for (int q = 0; q < queries; ++q)
      for (int c = 0; c < width; ++c) products[q * width + c] = product(q, first + c);
    keep_nearest(nullptr, products.data(), queries, width, first, k, keys.data(), k + columns);
  }
  write_nearest(nullptr, keys.data(), k + columns, queries, k, values.data(), indices.data());
  for (int q = 0; q < queries; ++q) {
    for (int row = 0; row < rows; ++row) wanted[row] = neighbour_key(product(q, row), row);
    std::sort(wanted.begin(), wanted.end(), std::greater<>());
    for (int i = 0; i < k; ++i) {
      expect(indices[q * k + i], index_of(wanted[i]), 0, "a neighbour");
      expect(values[q * k + i], product_of(wanted[i]), 0, "its product");
    }
  }
}

}  // namespace

int main() {
  for (const unsigned order : {0u, 1u, 2u, 3u}) {
    emulated::set_thread_order(order);
    for (const int dim : {5, 64, 100, 300, 1024}) layer_norm_of(3, dim);
    for (const int length : {3, 17, 40}) attention_of(length);
    for (const int k : {1, 5, 70, 200}) neighbours_of(2, 200, 64, k);
  }
}
