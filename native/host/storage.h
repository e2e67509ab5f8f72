// Memory of tensors: a pool by size class with explicit release. Size classes are four to a doubling, so that at most a
// fifth of a block is unused and a step's buffers find their blocks again in the next step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "host/device.h"

namespace dinofleet {

struct MemoryStats {
  size_t bytes_in_use = 0;
  size_t peak_bytes = 0;
  size_t bytes_reserved = 0;
  size_t bytes_returned = 0;  // to the system, since the pool was made
};

// Blocks of host memory, aligned to a cache line; to a huge page where they are large. Thread-safe: a block may come back
// from a finalizer or from a communication thread.
//
// Free blocks are kept for the next step, whose buffers are nearly the same. Those that no step takes any more, as numbers of
// rows change from step to step, go back to the system:
// - the longest unused first, where a new block would make the pool larger than 3/2 of the most that was in use lately;
// - each that lay unused while eight times the pool's size was taken, which is several steps.
// What counts is what was taken and given back, never the clock.
class Pool {
 public:
  Pool() = default;
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  void* take(size_t bytes);
  // `bytes` as they were taken. Allocates nothing: it runs in destructors.
  void give_back(void* data, size_t bytes) noexcept;
  MemoryStats stats() const;
  void reset_peak();

 private:
  // A free block is itself the entry of its list.
  struct FreeBlock {
    FreeBlock* newer;
    FreeBlock* older;
    uint64_t since;  // taken_ when it came back
  };
  struct FreeList {
    void push(FreeBlock* block);
    FreeBlock* pop_newest();
    FreeBlock* pop_oldest();

    FreeBlock* newest = nullptr;
    FreeBlock* oldest = nullptr;
  };

  void* new_block(size_t size);
  void count_taken(size_t size);
  void look_for_unused();
  void return_unused_before(uint64_t since);
  void return_oldest(size_t size, FreeList& list);

  mutable std::mutex mutex_;
  std::map<size_t, FreeList> free_;  // by size class
  MemoryStats stats_;
  uint64_t taken_ = 0;      // bytes, of all time
  uint64_t next_look_ = 0;  // for blocks long unused: when so much was taken
  size_t most_in_use_ = 0;  // since the last look
  size_t most_before_ = 0;  // between the two looks before
};

// Memory of a tensor on some device, given back when the last owner drops it. What `data` points to is for the code of that
// device alone.
class Storage {
 public:
  virtual ~Storage() = default;
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;

  const Device& device() const { return device_; }
  std::byte* data() const { return data_; }
  size_t bytes() const { return bytes_; }

 protected:
  Storage(Device device, std::byte* data, size_t bytes) : device_(device), data_(data), bytes_(bytes) {}

 private:
  Device device_;
  std::byte* data_;
  size_t bytes_;
};

// A block of a pool.
class HostStorage : public Storage {
 public:
  HostStorage(std::shared_ptr<Pool> pool, size_t bytes);
  ~HostStorage() override;

 private:
  std::shared_ptr<Pool> pool_;
};

}  // namespace dinofleet
