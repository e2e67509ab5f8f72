// Small matrix products on data that is in the cache already, for kernels that mix products with other work. Included by
// vector kernels only; everything here is static.
#pragma once

#include "cpu/vector/lanes.h"

namespace dinofleet::cpu::ISA {

// A block of the result is kept in registers: kBlockRows x kBlockVectors of the 16 or 32 that there are.
constexpr int kBlockRows = 6;
#if defined(__AVX512F__)
constexpr int kBlockVectors = 4;
#else
constexpr int kBlockVectors = 2;
#endif

// T is float, or Pair: then k counts pairs, and b has the pairs of each column.

// An (m, k) matrix, element (i, p) at data[i * row + p * step]: step is 1, or row is 1 where it is a transposed one.
template <typename T>
struct Left {
  const T* data;
  int64_t row, step;
};

template <int kRows, int kVectors, typename T>
static inline void multiply_block(Left<T> a, int64_t k, const T* b, int64_t ldb, float* c, int64_t ldc, bool add) {
  Floats sums[kRows][kVectors] = {};
  for (int64_t p = 0; p < k; ++p) {
    decltype(load(b)) right[kVectors];
#pragma GCC unroll 8
    for (int j = 0; j < kVectors; ++j) right[j] = load(b + p * ldb + j * kLanes);
#pragma GCC unroll 8
    for (int i = 0; i < kRows; ++i) {
      const T left = a.data[i * a.row + p * a.step];
#pragma GCC unroll 8
      for (int j = 0; j < kVectors; ++j) multiply_add(sums[i][j], left, right[j]);
    }
  }
  // Added here and not at the start: registers that begin at zero never go through memory.
#pragma GCC unroll 8
  for (int i = 0; i < kRows; ++i)
#pragma GCC unroll 8
    for (int j = 0; j < kVectors; ++j) {
      float* to = c + i * ldc + j * kLanes;
      store(to, add ? load(to) + sums[i][j] : sums[i][j]);
    }
}

template <int kVectors, int kRows = kBlockRows, typename T>
static void multiply_rows(int64_t rows, Left<T> a, int64_t k, const T* b, int64_t ldb, float* c, int64_t ldc, bool add) {
  if (rows == kRows) {
    multiply_block<kRows, kVectors>(a, k, b, ldb, c, ldc, add);
  } else if constexpr (kRows > 1) {
    multiply_rows<kVectors, kRows - 1>(rows, a, k, b, ldb, c, ldc, add);
  }
}

template <int kVectors, typename T>
static void multiply_columns(int64_t m, int64_t k, Left<T> a, const T* b, int64_t ldb, float* c, int64_t ldc, bool add) {
  for (int64_t i = 0; i < m; i += kBlockRows) {
    const int64_t rows = m - i < kBlockRows ? m - i : kBlockRows;
    multiply_rows<kVectors>(rows, Left<T>{a.data + i * a.row, a.row, a.step}, k, b, ldb, c + i * ldc, ldc, add);
  }
}

// c (m, n) = a (m, k) b (k, n), or += where `add`. n is a multiple of kLanes.
template <typename T>
static inline void multiply(int64_t m, int64_t n, int64_t k, Left<T> a, const T* b, int64_t ldb, float* c, int64_t ldc,
                            bool add) {
  const int64_t vectors = n / kLanes;
  const int64_t parts = (vectors + kBlockVectors - 1) / kBlockVectors;
  for (int64_t part = 0; part < parts; ++part) {
    const int64_t start = vectors * part / parts;
    const int64_t column = start * kLanes;
    switch (vectors * (part + 1) / parts - start) {
#if defined(__AVX512F__)
      case 4: multiply_columns<4>(m, k, a, b + column, ldb, c + column, ldc, add); break;
      case 3: multiply_columns<3>(m, k, a, b + column, ldb, c + column, ldc, add); break;
#endif
      case 2: multiply_columns<2>(m, k, a, b + column, ldb, c + column, ldc, add); break;
      case 1: multiply_columns<1>(m, k, a, b + column, ldb, c + column, ldc, add); break;
    }
  }
}

}  // namespace dinofleet::cpu::ISA
