// A collective under way: what the JavaScript thread waits for and the queue's thread finishes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>

namespace dinofleet::comm {

class Operation {
 public:
  struct Interval {
    std::chrono::steady_clock::time_point start, end;
  };

  // Its queue has come to it.
  void begin() {
    std::lock_guard lock(mutex_);
    ran_.start = std::chrono::steady_clock::now();
  }

  // `error` is empty where all went well.
  void finish(std::string error) {
    std::lock_guard lock(mutex_);
    error_ = std::move(error);
    ran_.end = std::chrono::steady_clock::now();
    done_ = true;
    finished_.notify_all();
  }

  bool done() const {
    std::lock_guard lock(mutex_);
    return done_;
  }

  // Nothing before it is done.
  std::optional<Interval> ran() const {
    std::lock_guard lock(mutex_);
    return done_ ? std::optional(ran_) : std::nullopt;
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
  Interval ran_;
  std::string error_;
};

}  // namespace dinofleet::comm
