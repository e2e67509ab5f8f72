// Philox 4x32-10: element e is number e % 4 of block e / 4.
#pragma once

#include "cuda/kernels/launch.h"
#include "ops/philox.h"

namespace dinofleet::cuda {

// Normal, by Box-Muller in double.
void random_normal(Stream stream, PhiloxKey key, int64_t offset, double std, float* out, int64_t count);
void random_uniform(Stream stream, PhiloxKey key, int64_t offset, double low, double high, float* out, int64_t count);

}  // namespace dinofleet::cuda
