#include "cuda/kernels/neighbours.h"

#include "cuda/kernels/kernel.h"
#include "ops/neighbour_key.h"

namespace dinofleet::cuda {
namespace {

constexpr int kThreads = 256;

// A bitonic network of any length, for a block: the first step of each merge is mirrored, so that all compare in one direction, and what
// would lie beyond the end is least and stays there.
__device__ __forceinline__ void sort_descending(uint64_t* keys, int64_t count) {
  for (int64_t size = 2; size < 2 * count; size *= 2)
    for (int64_t step = size / 2; step > 0; step /= 2) {
      for (int64_t i = threadIdx.x; i < count; i += blockDim.x) {
        const int64_t other = step == size / 2 ? i ^ (size - 1) : i ^ step;
        if (other <= i || other >= count || keys[i] >= keys[other]) continue;
        const uint64_t larger = keys[other];
        keys[other] = keys[i];
        keys[i] = larger;
      }
      __syncthreads();
    }
}

// A block a query. Survivors land in any order: keys are distinct, and are sorted.
__global__ void __launch_bounds__(kMostThreads)
    keep_nearest_kernel(const float* products, int64_t columns, int64_t first, int64_t kept, bool is_full, uint64_t* keys,
                        int64_t capacity) {
  SHARED_ARRAY(int, survivors, 1);
  const float* row = products + int64_t{blockIdx.x} * columns;
  uint64_t* nearest = keys + int64_t{blockIdx.x} * capacity;
  const uint64_t bar = is_full ? nearest[kept - 1] : 0;
  if (threadIdx.x == 0) *survivors = 0;
  __syncthreads();
  for (int64_t c = threadIdx.x; c < columns; c += blockDim.x) {
    const uint64_t key = neighbour_key(row[c], first + c);
    if (key > bar) nearest[kept + atomicAdd(survivors, 1)] = key;
  }
  __syncthreads();
  if (*survivors > 0) sort_descending(nearest, kept + *survivors);
}

__global__ void __launch_bounds__(kThreads)
    write_nearest_kernel(const uint64_t* keys, int64_t capacity, int64_t count, int64_t k, float* values, int32_t* indices) {
  const int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (i >= count) return;
  const uint64_t key = keys[i / k * capacity + i % k];
  values[i] = product_of(key);
  indices[i] = index_of(key);
}

}  // namespace

void keep_nearest(Stream stream, const float* products, int64_t queries, int64_t columns, int64_t first, int64_t k, uint64_t* keys,
                  int64_t capacity) {
  LAUNCH(keep_nearest_kernel, static_cast<unsigned>(queries), threads_for(columns, false), 0, stream, products, columns, first,
         std::min(first, k), first >= k, keys, capacity);
}

void write_nearest(Stream stream, const uint64_t* keys, int64_t capacity, int64_t queries, int64_t k, float* values,
                   int32_t* indices) {
  LAUNCH(write_nearest_kernel, blocks_for(queries * k, kThreads), kThreads, 0, stream, keys, capacity, queries * k, k, values,
         indices);
}

}  // namespace dinofleet::cuda
