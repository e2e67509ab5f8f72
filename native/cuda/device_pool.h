// Blocks of a device's memory, by size class, kept for the next step: giving them back to the device waits for it. They go back when there
// is no more.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "cuda/runtime.h"
#include "host/storage.h"

namespace dinofleet::cuda {

class DevicePool {
 public:
  explicit DevicePool(std::shared_ptr<Runtime> runtime) : runtime_(std::move(runtime)) {}
  ~DevicePool();
  DevicePool(const DevicePool&) = delete;
  DevicePool& operator=(const DevicePool&) = delete;

  // Throws std::runtime_error that says what was asked for, what is held and what is free.
  void* take(size_t bytes);
  // `bytes` as they were taken. Allocates nothing: it runs in destructors.
  void give_back(void* data, size_t bytes) noexcept;
  MemoryStats stats() const;
  void reset_peak();

 private:
  struct Class {
    std::vector<void*> free;
    size_t blocks = 0;  // free and in use: `free` has room for all
  };

  void* new_block(size_t size, Class& of);
  void return_free() noexcept;

  std::shared_ptr<Runtime> runtime_;
  mutable std::mutex mutex_;
  std::map<size_t, Class> classes_;
  MemoryStats stats_;
};

class DeviceStorage final : public Storage {
 public:
  DeviceStorage(Device device, std::shared_ptr<DevicePool> pool, size_t bytes)
      : Storage(device, static_cast<std::byte*>(pool->take(bytes)), bytes), pool_(std::move(pool)) {}
  ~DeviceStorage() override { pool_->give_back(data(), bytes()); }

 private:
  std::shared_ptr<DevicePool> pool_;
};

}  // namespace dinofleet::cuda
