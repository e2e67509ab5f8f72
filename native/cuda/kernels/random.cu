#include "cuda/kernels/random.h"

#include "cuda/kernels/kernel.h"

namespace dinofleet::cuda {
namespace {

constexpr int kThreads = 256;

__device__ __forceinline__ PhiloxWords words_of(int64_t element, PhiloxKey key) {
  const uint64_t block = static_cast<uint64_t>(element) / 4;
  return philox({{static_cast<uint32_t>(block), static_cast<uint32_t>(block >> 32), 0, 0}}, key);
}

// Words 0 and 1 make two numbers, and words 2 and 3. The radius' uniform is in (0, 1], so that its logarithm is finite.
__global__ void __launch_bounds__(kThreads)
    random_normal_kernel(PhiloxKey key, int64_t offset, double std, float* out, int64_t count) {
  const int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (i >= count) return;
  const int lane = static_cast<int>((offset + i) % 4), pair = lane / 2 * 2;
  const PhiloxWords words = words_of(offset + i, key);
  const double radius = sqrt(-2 * log((words.word[pair] + 1.0) * 0x1p-32)) * std;
  const double angle = words.word[pair + 1] * (0x1p-32 * 2 * 3.141592653589793);
  out[i] = static_cast<float>(radius * (lane % 2 == 0 ? cos(angle) : sin(angle)));
}

// The upper 24 bits, as many as a float holds exactly: [0, 1) has no value that rounds up to 1.
__global__ void __launch_bounds__(kThreads)
    random_uniform_kernel(PhiloxKey key, int64_t offset, double low, double high, float* out, int64_t count) {
  const int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (i >= count) return;
  const PhiloxWords words = words_of(offset + i, key);
  out[i] = static_cast<float>(low + (high - low) * ((words.word[(offset + i) % 4] >> 8) * 0x1p-24));
}

}  // namespace

void random_normal(Stream stream, PhiloxKey key, int64_t offset, double std, float* out, int64_t count) {
  if (count == 0) return;
  LAUNCH(random_normal_kernel, blocks_for(count, kThreads), kThreads, 0, stream, key, offset, std, out, count);
}

void random_uniform(Stream stream, PhiloxKey key, int64_t offset, double low, double high, float* out, int64_t count) {
  if (count == 0) return;
  LAUNCH(random_uniform_kernel, blocks_for(count, kThreads), kThreads, 0, stream, key, offset, low, high, out, count);
}

}  // namespace dinofleet::cuda
