// Copies of host memory on a thread of its own, while the JavaScript thread goes on.
#pragma once

#include <napi.h>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "host/storage.h"

namespace dinofleet {

class Copies {
 public:
  ~Copies();

  // Storage and destination are held until finish(). The destination is shared memory, which never moves.
  void start(std::shared_ptr<Storage> storage, const void* from, void* to, size_t bytes, Napi::Reference<Napi::Value> destination);
  // Waits until all that were started are done.
  void finish();

 private:
  struct Copy {
    std::shared_ptr<Storage> storage;
    const void* from;
    void* to;
    size_t bytes;
  };

  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Copy> waiting_;
  bool busy_ = false;
  bool ending_ = false;
  std::optional<std::thread> thread_;
  std::vector<Napi::Reference<Napi::Value>> destinations_;  // of the JavaScript thread alone
};

}  // namespace dinofleet
