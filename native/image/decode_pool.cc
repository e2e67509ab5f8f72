#include "image/decode_pool.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace dinofleet::image {

DecodePool::DecodePool(Napi::Env env) : count_(std::max(1u, std::thread::hardware_concurrency())) {
  wake_ = Wake::New(env, "dinofleet.image", 0, 1, this);
  wake_.Unref(env);
  // After the function above: hooks run in the opposite order, so that no thread is left to call it when it goes.
  env.AddCleanupHook([](DecodePool* pool) { pool->end(); }, this);
}

void DecodePool::set_threads(size_t count) {
  {
    std::lock_guard lock(mutex_);
    count_ = count;
    changed_.notify_all();
  }
  join_threads_from(count);
}

void DecodePool::submit(Napi::Env env, std::unique_ptr<Work> work) {
  bool all_busy;
  {
    std::lock_guard lock(mutex_);
    all_busy = waiting_.size() >= idle_ && threads_.size() < count_;
  }
  if (all_busy) start_thread();
  std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(work));
  if (unsettled_++ == 0) wake_.Ref(env);
  changed_.notify_one();
}

void DecodePool::start_thread() {
  try {
    threads_.emplace_back([this, index = threads_.size()] { run_thread(index); });
  } catch (const std::system_error&) {
    if (threads_.empty()) throw;  // the others do it later
  }
}

void DecodePool::join_threads_from(size_t first) {
  for (; threads_.size() > first; threads_.pop_back()) threads_.back().join();
}

void DecodePool::run_thread(size_t index) {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    changed_.wait(lock, [&] { return index >= count_ || !waiting_.empty(); });
    --idle_;
    if (index >= count_) return;
    std::unique_ptr<Work> work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    work->run();
    lock.lock();
    done_.push_back(std::move(work));
    // Many may be settled by one call. Only a queue that is full or closed refuses it: this one is neither.
    if (done_.size() == 1) wake_.NonBlockingCall();
  }
}

void DecodePool::settle_done(Napi::Env env, Napi::Function, DecodePool* pool, void*) {
  if (static_cast<napi_env>(env) == nullptr) return;
  std::vector<std::unique_ptr<Work>> done;
  {
    std::lock_guard lock(pool->mutex_);
    done.swap(pool->done_);
  }
  for (const auto& work : done) {
    const Napi::HandleScope scope(env);
    if (--pool->unsettled_ == 0) pool->wake_.Unref(env);
    try {
      work->settle(env);
    } catch (const Napi::Error&) {
      // The thread is being ended: nobody waits for this promise any more.
    }
  }
}

void DecodePool::end() {
  set_threads(0);
  waiting_.clear();
  done_.clear();
}

}  // namespace dinofleet::image
