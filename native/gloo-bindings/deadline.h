// Calls a function when its time is over, unless it was met before.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace dinofleet::comm {

class Deadline {
 public:
  Deadline(std::chrono::milliseconds timeout, std::function<void()> expire)
      : thread_([this, timeout, expire = std::move(expire)] {
          std::unique_lock lock(mutex_);
          if (over_.wait_for(lock, timeout, [this] { return met_; })) return;
          expired_ = true;
          lock.unlock();
          expire();
        }) {}

  ~Deadline() {
    meet();
    thread_.join();
  }

  // False where it was too late. After true the function will not be called.
  bool meet() {
    std::lock_guard lock(mutex_);
    if (expired_) return false;
    met_ = true;
    over_.notify_all();
    return true;
  }

  bool expired() const {
    std::lock_guard lock(mutex_);
    return expired_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable over_;
  bool met_ = false;
  bool expired_ = false;
  std::thread thread_;
};

}  // namespace dinofleet::comm
