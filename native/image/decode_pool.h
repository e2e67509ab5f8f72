// The threads that decode images: native ones, apart from libuv's four, which file calls and saves share. One pool for each
// environment of JavaScript, that is for the main thread and each Worker that loads the addon.
#pragma once

#include <napi.h>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace dinofleet::image {

class DecodePool {
 public:
  class Work {
   public:
    virtual ~Work() = default;
    // On a thread of the pool: no Napi call in it, and nothing thrown.
    virtual void run() = 0;
    // On the JavaScript thread, once it has run. Work that the environment's end overtakes is destroyed there instead.
    virtual void settle(Napi::Env env) = 0;
  };

  // With as many threads as there are cores that the process may use.
  explicit DecodePool(Napi::Env env);
  DecodePool(const DecodePool&) = delete;
  DecodePool& operator=(const DecodePool&) = delete;

  // At least one. Fewer than there are: waits for the images that the others have at hand.
  void set_threads(size_t count);
  // Work is begun in the order of submission. The event loop lives until it is settled.
  void submit(Napi::Env env, std::unique_ptr<Work> work);

 private:
  // Settles what has run: called on the JavaScript thread, with a null environment when that is ending.
  static void settle_done(Napi::Env env, Napi::Function, DecodePool* pool, void*);
  using Wake = Napi::TypedThreadSafeFunction<DecodePool, void, settle_done>;

  void start_thread();
  void join_threads_from(size_t first);
  void run_thread(size_t index);
  // Before the environment goes: what has begun is finished, nothing else is, and no thread is left.
  void end();

  Wake wake_;
  size_t unsettled_ = 0;  // of the JavaScript thread alone, as threads_
  std::vector<std::thread> threads_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Work>> waiting_;
  std::vector<std::unique_ptr<Work>> done_;
  size_t count_;
  size_t idle_ = 0;
};

}  // namespace dinofleet::image
