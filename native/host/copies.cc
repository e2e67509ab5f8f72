#include "host/copies.h"

#include <cstring>
#include <utility>

namespace dinofleet {

Copies::~Copies() {
  if (!thread_) return;
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_all();
  }
  thread_->join();
}

void Copies::start(std::shared_ptr<Storage> storage, const void* from, void* to, size_t bytes,
                   Napi::Reference<Napi::Value> destination) {
  if (!thread_) thread_.emplace([this] { run(); });
  destinations_.push_back(std::move(destination));
  std::lock_guard lock(mutex_);
  waiting_.push_back({std::move(storage), from, to, bytes});
  changed_.notify_all();
}

void Copies::finish() {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_.empty() && !busy_; });
  }
  destinations_.clear();
}

void Copies::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    busy_ = true;
    {
      const Copy copy = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      std::memcpy(copy.to, copy.from, copy.bytes);
    }  // without the lock: the last owner of a storage gives it back to its pool
    lock.lock();
    busy_ = false;
    changed_.notify_all();
  }
}

}  // namespace dinofleet
