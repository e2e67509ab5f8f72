// Where a tensor's memory is. Code of one device must never touch the memory of another: what it is given is checked first.
#pragma once

#include <string>

namespace dinofleet {

struct Device {
  enum class Kind { kCpu, kCuda };

  Kind kind = Kind::kCpu;
  int index = 0;  // of those of its kind; a machine has one CPU

  bool operator==(const Device&) const = default;
  // As JavaScript knows it: cpu, cuda:3.
  std::string name() const { return kind == Kind::kCpu ? "cpu" : "cuda:" + std::to_string(index); }
};

}  // namespace dinofleet
