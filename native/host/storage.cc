#include "host/storage.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <new>

namespace dinofleet {
namespace {

constexpr size_t kCacheLine = 64;
constexpr size_t kHugePage = size_t{2} << 20;

size_t size_class(size_t bytes) {
  const size_t at_least = std::max(bytes, kCacheLine);
  const size_t step = std::max(std::bit_floor(at_least) / 4, kCacheLine);
  return (at_least + step - 1) / step * step;
}

}  // namespace

Pool::~Pool() {
  for (auto& [bytes, blocks] : free_)
    for (void* block : blocks) std::free(block);
}

void* Pool::take(size_t bytes) {
  const size_t size = size_class(bytes);
  std::lock_guard lock(mutex_);
  auto& blocks = free_[size];
  if (!blocks.empty()) {
    void* block = blocks.back();
    blocks.pop_back();
    count_taken(size);
    return block;
  }
  const size_t alignment = size >= kHugePage ? kHugePage : kCacheLine;
  const size_t rounded = (size + alignment - 1) / alignment * alignment;
  void* block = std::aligned_alloc(alignment, rounded);
  if (block == nullptr) throw std::bad_alloc();
  if (size >= kHugePage) madvise(block, rounded, MADV_HUGEPAGE);
  stats_.bytes_reserved += size;
  count_taken(size);
  return block;
}

void Pool::count_taken(size_t size) {
  stats_.bytes_in_use += size;
  stats_.peak_bytes = std::max(stats_.peak_bytes, stats_.bytes_in_use);
}

void Pool::give_back(void* data, size_t bytes) {
  const size_t size = size_class(bytes);
  std::lock_guard lock(mutex_);
  stats_.bytes_in_use -= size;
  free_[size].push_back(data);
}

MemoryStats Pool::stats() const {
  std::lock_guard lock(mutex_);
  return stats_;
}

void Pool::reset_peak() {
  std::lock_guard lock(mutex_);
  stats_.peak_bytes = stats_.bytes_in_use;
}

Storage::Storage(std::shared_ptr<Pool> pool, size_t bytes)
    : pool_(std::move(pool)), bytes_(bytes), data_(static_cast<std::byte*>(pool_->take(bytes))) {}

Storage::~Storage() { pool_->give_back(data_, bytes_); }

}  // namespace dinofleet
