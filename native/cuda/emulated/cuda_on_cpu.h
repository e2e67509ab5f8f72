// CUDA kernels as plain C++, so that they run where no GPU is, and under sanitizers. A block's threads are fibers on one system thread;
// barriers and warp operations are where they wait for one another. Blocks are independent, as on a GPU: system threads share them out.
//
// Each warp runs as far as it can before the next one starts, so that a barrier that is missing shows: in one order of the warps or
// another. What a device would do silently ends the process here, with the place: threads at different barriers, lanes that disagree on
// a mask or have ended, addresses that are not aligned. Shared memory is NaN at first and lies in blocks of the heap of just the size
// that was asked for.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <vector>

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline
#define __launch_bounds__(...)

struct dim3 {
  unsigned x = 1, y = 1, z = 1;
  dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1) : x(x), y(y), z(z) {}
};

namespace dinofleet::emulated {

// In which order the warps and lanes of a block run between barriers: 0 up, 1 down, else shuffled by this seed.
void set_thread_order(unsigned order);

// A place in a source: a barrier, a warp operation.
struct Place {
  const char* file;
  int line;
  int number;  // tells two on one line apart

  bool operator==(const Place&) const = default;
};

// What runs a block's threads. One for each system thread at a time.
class Block {
 public:
  dim3 thread_dim, grid_dim, block_index;

  dim3 thread_index() const;
  unsigned lane() const { return current_ % kWarp; }

  void wait_for_block(Place place);
  // Hands `value` to the other lanes of `mask`, and theirs to this one.
  template <typename T>
  T exchange(unsigned mask, T value, int from, Place place);
  // Everyone's pointer to everyone.
  void meet(const void* own, Place place, const void* (&all)[32]);

  void* dynamic_shared() { return dynamic_shared_.get(); }
  // An array of shared memory that is declared at a place.
  void* shared_array(Place place, size_t bytes);

  [[noreturn]] void fail(const char* what) const;

 private:
  friend class Launch;
  friend struct IdleFibers;
  static constexpr unsigned kWarp = 32;

  enum class State { kFresh, kRuns, kAtBarrier, kAtWarp, kDone };
  struct Fiber;
  struct Thread {
    std::unique_ptr<Fiber> fiber;
    State state = State::kFresh;
    unsigned mask = 0;
    Place place{"", 0, 0};
    uint64_t slot = 0;  // its contribution to a warp operation
  };

  explicit Block(unsigned threads);
  ~Block();
  void run(void (*body)(const void*), const void* arguments, size_t shared);
  void run_warps();
  void resume(unsigned thread);
  void to_scheduler();
  bool release_warp(unsigned warp);
  void exchange_slots(unsigned mask, uint64_t slot, Place place);
  static void enter();

  std::vector<Thread> threads_;
  std::vector<unsigned> lane_order_, warp_order_;
  unsigned current_ = 0;
  void* scheduler_ = nullptr;
  void* fake_stack_ = nullptr;  // of AddressSanitizer
  const void* bottom_ = nullptr;
  size_t stack_bytes_ = 0;
  std::vector<std::array<uint64_t, kWarp>> gathered_;  // by warp: the slots of the last operation
  std::unique_ptr<unsigned char[]> dynamic_shared_;
  std::map<std::pair<int, std::pair<const char*, int>>, std::unique_ptr<unsigned char[]>> arrays_;
  void (*body_)(const void*) = nullptr;
  const void* arguments_ = nullptr;
};

// The block that this system thread runs.
Block& block();

template <typename T>
T Block::exchange(unsigned mask, T value, int from, Place place) {
  static_assert(sizeof(T) <= sizeof(uint64_t));
  uint64_t slot = 0;
  std::memcpy(&slot, &value, sizeof value);
  const unsigned warp = current_ / kWarp, own = lane();
  exchange_slots(mask, slot, place);
  if (from < 0 || from >= static_cast<int>(kWarp) || !(mask >> from & 1)) from = static_cast<int>(own);
  T out;
  std::memcpy(&out, &gathered_[warp][from], sizeof out);
  return out;
}

class Launch {
 public:
  static void run(dim3 grid, dim3 threads, size_t shared, void (*body)(const void*), const void* arguments);
};

template <typename... Parameters, typename... Arguments>
void launch(void (*kernel)(Parameters...), dim3 grid, dim3 threads, size_t shared, Arguments... arguments) {
  const auto call = [=] { kernel(arguments...); };
  Launch::run(grid, threads, shared, [](const void* held) { (*static_cast<const decltype(call)*>(held))(); }, &call);
}

// mma.sync.aligned.m16n8k16.row.col: c (16, 8) += a (16, 16) b (16, 8), fragments as the PTX manual lays them; T a 16-bit number.
template <typename T>
void mma_16816(float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2], Place place) {
  struct Operands {
    const uint32_t *a, *b;
  } own{a, b};
  const void* all[32];
  block().meet(&own, place, all);
  const auto number = [](uint32_t pair, int which) { return to_float(T{static_cast<uint16_t>(pair >> 16 * which)}); };
  const int lane = static_cast<int>(block().lane()), group = lane / 4, t = lane % 4;
  for (int i = 0; i < 4; ++i) {
    const int row = group + 8 * (i / 2), column = 2 * t + i % 2;
    float sum = c[i];
    for (int k = 0; k < 16; ++k) {
      const auto* left = static_cast<const Operands*>(all[row % 8 * 4 + k % 8 / 2]);
      const auto* right = static_cast<const Operands*>(all[column * 4 + k % 8 / 2]);
      sum += number(left->a[row / 8 + 2 * (k / 8)], k % 2) * number(right->b[k / 8], k % 2);
    }
    c[i] = sum;
  }
  block().meet(&own, place, all);  // until all have read
}

// ldmatrix.x4.trans: lane l names row l % 8 of matrix l / 8; it gets of each matrix column l / 4, rows 2 (l % 4) and the next.
void ldmatrix_x4_trans(uint32_t (&out)[4], const uint16_t* row, Place place);

}  // namespace dinofleet::emulated

#define EMULATED_HERE (dinofleet::emulated::Place{__FILE__, __LINE__, __COUNTER__})
#define threadIdx (dinofleet::emulated::block().thread_index())
#define blockIdx (dinofleet::emulated::block().block_index)
#define blockDim (dinofleet::emulated::block().thread_dim)
#define gridDim (dinofleet::emulated::block().grid_dim)
#define __syncthreads() dinofleet::emulated::block().wait_for_block(EMULATED_HERE)
#define __syncwarp() (void)dinofleet::emulated::block().exchange<int>(0xffffffffu, 0, 0, EMULATED_HERE)
#define __shfl_xor_sync(mask, value, lanes) \
  dinofleet::emulated::block().exchange(    \
      mask, value, static_cast<int>(dinofleet::emulated::block().lane()) ^ (lanes), EMULATED_HERE)

// Of shared memory: a block's threads are fibers of one system thread.
inline int atomicAdd(int* to, int value) {
  const int before = *to;
  *to += value;
  return before;
}
