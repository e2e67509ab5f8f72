// Where a tensor's memory is. Code of one device must never touch the memory of another: what it is given is checked first.
#pragma once

#include <string>

namespace dinofleet {

struct Device {
  enum class Kind { kCpu, kCuda, kEmulatedCuda };

  Kind kind = Kind::kCpu;
  int index = 0;  // of those of its kind; a machine has one CPU

  bool operator==(const Device&) const = default;
  // As JavaScript knows it: cpu, cuda:3, cuda-emulated:0.
  std::string name() const {
    if (kind == Kind::kCpu) return "cpu";
    return (kind == Kind::kCuda ? "cuda:" : "cuda-emulated:") + std::to_string(index);
  }
  // Whether anybody may touch it.
  bool in_host_memory() const { return kind != Kind::kCuda; }
};

}  // namespace dinofleet
