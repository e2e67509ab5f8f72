// A collective under way: what the JavaScript thread waits for and the queue's thread finishes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>

namespace dinofleet::comm {

class Operation {
 public:
  // `error` is empty where all went well.
  void finish(std::string error) {
    std::lock_guard lock(mutex_);
    error_ = std::move(error);
    done_ = true;
    finished_.notify_all();
  }

  bool done() const {
    std::lock_guard lock(mutex_);
    return done_;
  }

  bool wait_for(std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    return finished_.wait_for(lock, timeout, [this] { return done_; });
  }

  std::string error() const {
    std::lock_guard lock(mutex_);
    return error_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable finished_;
  bool done_ = false;
  std::string error_;
};

}  // namespace dinofleet::comm
