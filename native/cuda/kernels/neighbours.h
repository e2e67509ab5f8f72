// The nearest neighbours of queries, of products that come tile by tile. A row of keys (ops/neighbour_key.h) for each query, `capacity`
// from one to the next: the k nearest so far, descending, and behind them room for a tile's.
#pragma once

#include <cstdint>

#include "cuda/kernels/launch.h"

namespace dinofleet::cuda {

// Takes a tile of products (queries, columns) in, with the gallery rows from `first` on; tiles come in the order of these. capacity is k +
// columns or more. With the first tile keys need not hold anything.
void keep_nearest(Stream stream, const float* products, int64_t queries, int64_t columns, int64_t first, int64_t k, uint64_t* keys,
                  int64_t capacity);
// To values and indices (queries, k).
void write_nearest(Stream stream, const uint64_t* keys, int64_t capacity, int64_t queries, int64_t k, float* values,
                   int32_t* indices);

}  // namespace dinofleet::cuda
