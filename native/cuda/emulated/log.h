// What an emulated device was asked for, in order. Tests see by it what may run beside what, and that nothing is used again too early.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cuda/runtime.h"

namespace dinofleet::cuda {

struct LogEntry {
  enum class Kind { kOp, kRecord, kWait, kHostWait };

  Kind kind;
  Lane lane;
  std::string op;     // of an op
  int64_t event = 0;  // of the others
  std::vector<Range> reads, writes;
};

class Log {
 public:
  // Entries since the last call; from then on they are kept.
  std::vector<LogEntry> take();
  void add(LogEntry entry) {
    if (is_kept_) entries_.push_back(std::move(entry));
  }

 private:
  bool is_kept_ = false;
  std::vector<LogEntry> entries_;
};

// Of an emulated device.
Log& log_of(Runtime& runtime);
// From now on every op fails, as after an error of a device.
void break_device(Runtime& runtime);
// What a product's algorithm is where it has yet to be chosen: 0 or 1, which sum in other orders.
void call_fastest(Runtime& runtime, uint8_t algorithm);

}  // namespace dinofleet::cuda
