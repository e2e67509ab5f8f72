// Matrices turned over. Included by vector kernels only; everything here is static.
#pragma once

#include "cpu/vector/lanes.h"

namespace dinofleet::cpu::ISA {

typedef float Four __attribute__((vector_size(16)));
typedef int32_t FourInts __attribute__((vector_size(16)));

// to (4 columns, 4 rows) = from (4 rows, 4 columns), transposed.
static inline void transpose_four(const float* from, int64_t from_stride, float* to, int64_t to_stride) {
  Four a, b, c, d;
  __builtin_memcpy(&a, from, sizeof(a));
  __builtin_memcpy(&b, from + from_stride, sizeof(b));
  __builtin_memcpy(&c, from + 2 * from_stride, sizeof(c));
  __builtin_memcpy(&d, from + 3 * from_stride, sizeof(d));
  const FourInts low = {0, 4, 1, 5}, high = {2, 6, 3, 7};
  const Four ac = __builtin_shuffle(a, c, low), bd = __builtin_shuffle(b, d, low);
  const Four ac2 = __builtin_shuffle(a, c, high), bd2 = __builtin_shuffle(b, d, high);
  const Four rows[] = {__builtin_shuffle(ac, bd, low), __builtin_shuffle(ac, bd, high),
                       __builtin_shuffle(ac2, bd2, low), __builtin_shuffle(ac2, bd2, high)};
  for (int i = 0; i < 4; ++i) __builtin_memcpy(to + i * to_stride, &rows[i], sizeof(Four));
}

// to (columns, to_stride) = the transpose of from (rows, columns).
static inline void transpose(const float* from, int64_t from_stride, int64_t rows, int64_t columns, float* to,
                             int64_t to_stride) {
  const int64_t whole_rows = rows / 4 * 4, whole_columns = columns / 4 * 4;
  for (int64_t j = 0; j < whole_rows; j += 4) {
    for (int64_t i = 0; i < whole_columns; i += 4)
      transpose_four(from + j * from_stride + i, from_stride, to + i * to_stride + j, to_stride);
    for (int64_t i = whole_columns; i < columns; ++i)
      for (int64_t jj = j; jj < j + 4; ++jj) to[i * to_stride + jj] = from[jj * from_stride + i];
  }
  for (int64_t i = 0; i < columns; ++i)
    for (int64_t j = whole_rows; j < rows; ++j) to[i * to_stride + j] = from[j * from_stride + i];
}

}  // namespace dinofleet::cpu::ISA
