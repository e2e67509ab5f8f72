// Work cut into pieces that threads share. Where the pieces stop depends on the amount of work alone, never on the number of
// threads: sums made by piece, then over the pieces in order, come out the same bit for bit on any number of threads.
#pragma once

#include <algorithm>
#include <cstdint>

namespace dinofleet::cpu {

class Chunks {
 public:
  // Pieces of `step`, the last one shorter.
  Chunks(int64_t size, int64_t step) : size_(size), step_(step) {}

  // Rows for sums over rows: few enough pieces that their partial sums cost little beside the rows.
  static Chunks of_rows(int64_t rows, int64_t at_least = 32) {
    constexpr int64_t kMost = 256;
    return Chunks(rows, std::max(at_least, (rows + kMost - 1) / kMost));
  }

  int64_t count() const { return (size_ + step_ - 1) / step_; }

  // work(chunk, begin, end) for every piece, on this thread's OpenMP threads. It must not throw.
  template <typename F>
  void parallel(F&& work) const {
    const int64_t chunks = count();
#pragma omp parallel for schedule(static) if (chunks > 1)
    for (int64_t chunk = 0; chunk < chunks; ++chunk)
      work(chunk, chunk * step_, std::min(size_, (chunk + 1) * step_));
  }

 private:
  int64_t size_;
  int64_t step_;
};

}  // namespace dinofleet::cpu
