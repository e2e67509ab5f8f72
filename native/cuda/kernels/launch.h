// How many blocks and threads a kernel gets, and for which types it is compiled.
#pragma once

#include <algorithm>
#include <cstdint>

#include "cuda/kernels/number.h"
#include "host/dtype.h"

namespace dinofleet::cuda {

// A cudaStream_t, which only kernels and the runtime know.
using Stream = void*;

// Where the last kernel of this thread was launched, for the error of one that could not be.
struct LaunchPlace {
  const char* file = "";
  int line = 0;
};
inline thread_local LaunchPlace last_launch;

// call(T{}) with the type of a floating dtype.
template <typename Call>
void for_type(DType dtype, Call call) {
  switch (dtype) {
    case DType::kFloat16: return call(Half{});
    case DType::kBFloat16: return call(BFloat16{});
    default: return call(float{});
  }
}

// call(A{}, R{}) with the types of activations and of the residual stream that go with them.
template <typename Call>
void for_compute(DType activations, Call call) {
  switch (activations) {
    case DType::kFloat16: return call(Half{}, Half{});
    case DType::kBFloat16: return call(BFloat16{}, float{});
    default: return call(float{}, float{});
  }
}

template <typename... T>
bool aligned(const T*... pointers) {
  return ((reinterpret_cast<uintptr_t>(pointers) % 16 == 0) && ...);
}

constexpr int kMostThreads = 256;

// Of a block that shares out a row, in whole warps.
inline unsigned threads_for(int64_t dim, bool packed) {
  const int64_t lanes = packed ? dim / 8 : dim;
  return static_cast<unsigned>(std::clamp<int64_t>((lanes + 31) / 32 * 32, 32, kMostThreads));
}

inline unsigned blocks_for(int64_t items, int64_t each) { return static_cast<unsigned>((items + each - 1) / each); }

// How many blocks make partial sums over rows that are added up in order: enough to fill a GPU, few enough to add.
inline unsigned parts_for(int64_t rows) { return static_cast<unsigned>(std::clamp<int64_t>(rows, 1, 512)); }

}  // namespace dinofleet::cuda
