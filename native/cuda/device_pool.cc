#include "cuda/device_pool.h"

#include <algorithm>
#include <bit>
#include <cstdio>

#if defined(__SANITIZE_ADDRESS__)
// An emulated device's: what lies beyond a tensor's bytes, or in a free block, must not be touched.
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, bytes) (static_cast<void>(address), static_cast<void>(bytes))
#define ASAN_UNPOISON_MEMORY_REGION(address, bytes) (static_cast<void>(address), static_cast<void>(bytes))
#endif

namespace dinofleet::cuda {
namespace {

// What cudaMalloc aligns to.
constexpr size_t kLeast = 256;

// Four classes to a doubling, as those of host memory.
size_t size_class(size_t bytes) {
  const size_t at_least = std::max(bytes, kLeast);
  const size_t step = std::max(std::bit_floor(at_least) / 4, kLeast);
  return (at_least + step - 1) / step * step;
}

void mark_used(void* block, size_t bytes, size_t size) {
  ASAN_UNPOISON_MEMORY_REGION(block, size);
  ASAN_POISON_MEMORY_REGION(static_cast<std::byte*>(block) + bytes, size - bytes);
}

std::string gigabytes(size_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f GB", static_cast<double>(bytes) / 1e9);
  return text;
}

}  // namespace

DevicePool::~DevicePool() { return_free(); }

void* DevicePool::take(size_t bytes) {
  const size_t size = size_class(bytes);
  std::lock_guard lock(mutex_);
  Class& of = classes_[size];
  void* block;
  if (of.free.empty()) {
    block = new_block(size, of);
  } else {
    block = of.free.back();
    of.free.pop_back();
  }
  mark_used(block, bytes, size);
  stats_.bytes_in_use += size;
  stats_.peak_bytes = std::max(stats_.peak_bytes, stats_.bytes_in_use);
  return block;
}

void* DevicePool::new_block(size_t size, Class& of) {
  of.free.reserve(of.blocks + 1);
  void* block = runtime_->take(size);
  if (block == nullptr) {
    return_free();
    block = runtime_->take(size);
  }
  if (block == nullptr) {
    const auto [free, total] = runtime_->memory();
    throw std::runtime_error("out of memory on " + runtime_->device().name() + ": asked for " + gigabytes(size) + ", hold " +
                             gigabytes(stats_.bytes_in_use) + ", free " + gigabytes(free) + " of " + gigabytes(total) +
                             "; lower train.batch_size_per_gpu, shard over more GPUs, or use compute_dtype fp16 or bf16");
  }
  ++of.blocks;
  stats_.bytes_reserved += size;
  return block;
}

void DevicePool::give_back(void* data, size_t bytes) noexcept {
  const size_t size = size_class(bytes);
  mark_used(data, 0, size);
  std::lock_guard lock(mutex_);
  stats_.bytes_in_use -= size;
  classes_.find(size)->second.free.push_back(data);  // it has room since the block is there
}

void DevicePool::return_free() noexcept {
  for (auto& [size, of] : classes_) {
    for (void* block : of.free) {
      mark_used(block, size, size);
      runtime_->give_back(block, size);
      stats_.bytes_reserved -= size;
      stats_.bytes_returned += size;
    }
    of.blocks -= of.free.size();
    of.free.clear();
  }
}

MemoryStats DevicePool::stats() const {
  std::lock_guard lock(mutex_);
  return stats_;
}

void DevicePool::reset_peak() {
  std::lock_guard lock(mutex_);
  stats_.peak_bytes = stats_.bytes_in_use;
}

}  // namespace dinofleet::cuda
