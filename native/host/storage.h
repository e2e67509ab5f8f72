// Memory of tensors: a pool by size class with explicit release. Size classes are four to a doubling, so that at most a
// fifth of a block is unused and a step's buffers find their blocks again in the next step.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace dinofleet {

struct MemoryStats {
  size_t bytes_in_use = 0;
  size_t peak_bytes = 0;
  size_t bytes_reserved = 0;
};

// Blocks of host memory, aligned to a cache line; to a huge page where they are large. Thread-safe: a block may come back
// from a finalizer or from a communication thread.
class Pool {
 public:
  ~Pool();
  void* take(size_t bytes);
  void give_back(void* data, size_t bytes);
  MemoryStats stats() const;
  void reset_peak();

 private:
  void count_taken(size_t size);

  mutable std::mutex mutex_;
  std::map<size_t, std::vector<void*>> free_;
  MemoryStats stats_;
};

// One block, given back when the last owner drops it.
class Storage {
 public:
  Storage(std::shared_ptr<Pool> pool, size_t bytes);
  ~Storage();
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;

  std::byte* data() const { return data_; }
  size_t bytes() const { return bytes_; }

 private:
  std::shared_ptr<Pool> pool_;
  size_t bytes_;
  std::byte* data_;
};

}  // namespace dinofleet
