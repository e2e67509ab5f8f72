#include "gloo-bindings/queue.h"

namespace dinofleet::comm {

Queue::Queue() : thread_([this] { run(); }) {}

Queue::~Queue() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_all();
  }
  thread_.join();
}

void Queue::push(std::function<void()> job) {
  std::lock_guard lock(mutex_);
  jobs_.push_back(std::move(job));
  changed_.notify_all();
}

bool Queue::idle() const {
  std::lock_guard lock(mutex_);
  return jobs_.empty() && !busy_;
}

void Queue::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    busy_ = false;
    changed_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    busy_ = true;
    std::function<void()> job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
  }
}

}  // namespace dinofleet::comm
