// When kernels and copies ran on the device, as CUPTI saw it: for benchmarks and profiles.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dinofleet::cuda {

struct KernelTime {
  std::string name;  // `copy` and `zeros` are no kernels
  uint32_t stream;
  // Nanoseconds of std::chrono::steady_clock.
  int64_t start, end;
};

// Begins to keep them, for all of the process. Throws std::runtime_error where the library at `path` is none, or cannot.
void start_kernel_times(const std::string& path);
// Ends it. Those of all work that the device has done.
std::vector<KernelTime> take_kernel_times();

}  // namespace dinofleet::cuda
