#include "host/storage.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <new>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, bytes) (static_cast<void>(address), static_cast<void>(bytes))
#define ASAN_UNPOISON_MEMORY_REGION(address, bytes) (static_cast<void>(address), static_cast<void>(bytes))
#endif

namespace dinofleet {
namespace {

constexpr size_t kCacheLine = 64;
constexpr size_t kHugePage = size_t{2} << 20;
// Of the pool's size: so much is taken before a block counts as unused. A step takes about the pool's size once.
constexpr uint64_t kUnusedVolume = 8;

size_t size_class(size_t bytes) {
  const size_t at_least = std::max(bytes, kCacheLine);
  const size_t step = std::max(std::bit_floor(at_least) / 4, kCacheLine);
  return (at_least + step - 1) / step * step;
}

// Null where there is none. Of a large block the end has small pages: no more of it is resident than is used.
void* from_system(size_t size) {
  const size_t alignment = size >= kHugePage ? kHugePage : kCacheLine;
  void* block;
  if (posix_memalign(&block, alignment, size) != 0) return nullptr;
  const size_t in_huge_pages = size / kHugePage * kHugePage;
  if (in_huge_pages > 0) madvise(block, in_huge_pages, MADV_HUGEPAGE);
  return block;
}

// A sanitized build hears of what an op touches in a free block, or beyond its bytes in one in use.
void mark_used(void* block, size_t bytes, size_t size) {
  ASAN_UNPOISON_MEMORY_REGION(block, size);
  ASAN_POISON_MEMORY_REGION(static_cast<std::byte*>(block) + bytes, size - bytes);
}

}  // namespace

void Pool::FreeList::push(FreeBlock* block) {
  block->newer = nullptr;
  block->older = newest;
  if (newest == nullptr)
    oldest = block;
  else
    newest->newer = block;
  newest = block;
}

Pool::FreeBlock* Pool::FreeList::pop_newest() {
  FreeBlock* block = newest;
  newest = block->older;
  if (newest == nullptr)
    oldest = nullptr;
  else
    newest->newer = nullptr;
  return block;
}

Pool::FreeBlock* Pool::FreeList::pop_oldest() {
  FreeBlock* block = oldest;
  oldest = block->newer;
  if (oldest == nullptr)
    newest = nullptr;
  else
    oldest->older = nullptr;
  return block;
}

Pool::~Pool() { return_unused_before(UINT64_MAX); }

void* Pool::take(size_t bytes) {
  const size_t size = size_class(bytes);
  std::lock_guard lock(mutex_);
  if (taken_ >= next_look_) look_for_unused();
  FreeList& list = free_[size];
  void* block = list.newest == nullptr ? new_block(size) : list.pop_newest();
  mark_used(block, bytes, size);
  count_taken(size);
  return block;
}

void* Pool::new_block(size_t size) {
  const size_t most = std::max({most_in_use_, most_before_, stats_.bytes_in_use + size});
  // While this holds there is a free block: what is in use would fit by itself.
  while (stats_.bytes_reserved + size > most + most / 2) {
    const auto unused_longest = std::min_element(free_.begin(), free_.end(), [](const auto& a, const auto& b) {
      const FreeBlock* first = a.second.oldest;
      const FreeBlock* second = b.second.oldest;
      return first != nullptr && (second == nullptr || first->since < second->since);
    });
    return_oldest(unused_longest->first, unused_longest->second);
  }
  void* block = from_system(size);
  if (block == nullptr) {
    return_unused_before(UINT64_MAX);
    block = from_system(size);
  }
  if (block == nullptr) throw std::bad_alloc();
  stats_.bytes_reserved += size;
  return block;
}

void Pool::count_taken(size_t size) {
  taken_ += size;
  stats_.bytes_in_use += size;
  stats_.peak_bytes = std::max(stats_.peak_bytes, stats_.bytes_in_use);
  most_in_use_ = std::max(most_in_use_, stats_.bytes_in_use);
}

void Pool::give_back(void* data, size_t bytes) noexcept {
  const size_t size = size_class(bytes);
  mark_used(data, sizeof(FreeBlock), size);
  std::lock_guard lock(mutex_);
  stats_.bytes_in_use -= size;
  free_.find(size)->second.push(new (data) FreeBlock{nullptr, nullptr, taken_});  // the list is there since the take
}

void Pool::look_for_unused() {
  const uint64_t volume = kUnusedVolume * stats_.bytes_reserved;
  if (taken_ > volume) return_unused_before(taken_ - volume);
  next_look_ = taken_ + volume;
  most_before_ = std::exchange(most_in_use_, stats_.bytes_in_use);
}

void Pool::return_unused_before(uint64_t since) {
  for (auto& [size, list] : free_)
    while (list.oldest != nullptr && list.oldest->since < since) return_oldest(size, list);
}

void Pool::return_oldest(size_t size, FreeList& list) {
  void* block = list.pop_oldest();
  mark_used(block, size, size);
  std::free(block);
  stats_.bytes_reserved -= size;
  stats_.bytes_returned += size;
}

MemoryStats Pool::stats() const {
  std::lock_guard lock(mutex_);
  return stats_;
}

void Pool::reset_peak() {
  std::lock_guard lock(mutex_);
  stats_.peak_bytes = stats_.bytes_in_use;
}

HostStorage::HostStorage(std::shared_ptr<Pool> pool, size_t bytes)
    : Storage(Device{}, static_cast<std::byte*>(pool->take(bytes)), bytes), pool_(std::move(pool)) {}

HostStorage::~HostStorage() { pool_->give_back(data(), bytes()); }

}  // namespace dinofleet
