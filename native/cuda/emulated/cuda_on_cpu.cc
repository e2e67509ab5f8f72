#include "cuda/emulated/cuda_on_cpu.h"

#include <sys/mman.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <new>
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

#ifndef __x86_64__
#error "switch_stack is for x86-64"
#endif

namespace dinofleet::emulated {
namespace {

constexpr size_t kStackBytes = 128 << 10;

std::atomic<unsigned> thread_order{0};
thread_local Block* current_block = nullptr;

// Saves what a called function must keep, on its own stack, and goes on where `to` was saved.
__attribute__((naked, noinline)) void switch_stack(void** /*from*/, void* /*to*/) {
  asm volatile(
      "pushq %rbp; pushq %rbx; pushq %r12; pushq %r13; pushq %r14; pushq %r15\n"
      "movq %rsp, (%rdi); movq %rsi, %rsp\n"
      "popq %r15; popq %r14; popq %r13; popq %r12; popq %rbx; popq %rbp; ret\n");
}

std::vector<unsigned> permuted(unsigned n, unsigned order) {
  std::vector<unsigned> out(n);
  for (unsigned i = 0; i < n; ++i) out[i] = order == 1 ? n - 1 - i : i;
  for (unsigned i = n, x = order; order > 1 && i > 1; --i) {
    x = x * 1664525u + 1013904223u;
    std::swap(out[i - 1], out[(x >> 8) % i]);
  }
  return out;
}

std::unique_ptr<unsigned char[]> fresh_shared(size_t bytes) {
  auto memory = std::make_unique_for_overwrite<unsigned char[]>(bytes);
  std::memset(memory.get(), 0xff, bytes);  // NaN, in every format
  return memory;
}

}  // namespace

void set_thread_order(unsigned order) { thread_order = order; }

Block& block() { return *current_block; }

struct Block::Fiber {
  Fiber()
      : stack(static_cast<char*>(
            mmap(nullptr, kStackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))) {
    if (stack == MAP_FAILED) throw std::bad_alloc();
  }
  ~Fiber() { munmap(stack, kStackBytes); }

  // To begin at `enter`, which sees the stack as after a call.
  void prepare(void (*enter)()) {
    void** top = reinterpret_cast<void**>(stack + kStackBytes) - 2;
    *top = reinterpret_cast<void*>(enter);
    context = top - 6;
  }

  char* stack;
  void* context = nullptr;
  void* fake_stack = nullptr;
};

// Those of a system thread that no block's thread has: they are kept, as their stacks cost more than a kernel.
struct IdleFibers {
  inline static thread_local std::vector<std::unique_ptr<Block::Fiber>> of_thread;
};

Block::Block(unsigned threads) : threads_(threads), gathered_((threads + kWarp - 1) / kWarp) {
  lane_order_ = permuted(kWarp, thread_order);
  warp_order_ = permuted(static_cast<unsigned>(gathered_.size()), thread_order);
}

Block::~Block() = default;

dim3 Block::thread_index() const {
  return {current_ % thread_dim.x, current_ / thread_dim.x % thread_dim.y, current_ / thread_dim.x / thread_dim.y};
}

void Block::fail(const char* what) const {
  const Place& place = threads_[current_].place;
  std::fprintf(stderr, "emulated kernel: %s: block (%u, %u), thread %u, at %s:%d\n", what, block_index.x, block_index.y,
               current_, place.file, place.line);
  std::abort();
}

void Block::to_scheduler() {
  Thread& thread = threads_[current_];
  Fiber& fiber = *thread.fiber;
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(thread.state == State::kDone ? nullptr : &fiber.fake_stack, bottom_, stack_bytes_);
#endif
  switch_stack(&fiber.context, scheduler_);
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(fiber.fake_stack, &bottom_, &stack_bytes_);
#endif
}

void Block::enter() {
  Block& block = *current_block;
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(nullptr, &block.bottom_, &block.stack_bytes_);
#endif
  block.body_(block.arguments_);
  block.threads_[block.current_].state = State::kDone;
  block.to_scheduler();
}

void Block::resume(unsigned index) {
  current_ = index;
  Thread& thread = threads_[index];
  if (thread.state == State::kFresh) {
    if (IdleFibers::of_thread.empty()) {
      thread.fiber = std::make_unique<Fiber>();
    } else {
      thread.fiber = std::move(IdleFibers::of_thread.back());
      IdleFibers::of_thread.pop_back();
    }
    thread.fiber->prepare(enter);
    thread.state = State::kRuns;
  }
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(&fake_stack_, thread.fiber->stack, kStackBytes);
#endif
  switch_stack(&scheduler_, thread.fiber->context);
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(fake_stack_, nullptr, nullptr);
#endif
  if (thread.state != State::kDone) return;
  IdleFibers::of_thread.push_back(std::move(thread.fiber));
}

void Block::run(void (*body)(const void*), const void* arguments, size_t shared) {
  body_ = body;
  arguments_ = arguments;
  for (Thread& thread : threads_) thread.state = State::kFresh;
  dynamic_shared_ = fresh_shared(shared);
  arrays_.clear();
  run_warps();
}

void Block::run_warps() {
  const unsigned threads = static_cast<unsigned>(threads_.size());
  for (;;) {
    bool moved = false;
    for (const unsigned warp : warp_order_)
      do {
        for (const unsigned lane : lane_order_) {
          const unsigned t = warp * kWarp + lane;
          if (t >= threads || (threads_[t].state != State::kFresh && threads_[t].state != State::kRuns)) continue;
          resume(t);
          moved = true;
        }
      } while (release_warp(warp));
    unsigned done = 0, waiting = 0;
    for (const Thread& thread : threads_) {
      done += thread.state == State::kDone;
      waiting += thread.state == State::kAtBarrier;
    }
    if (done == threads) return;
    if (waiting == threads) {
      for (unsigned t = 0; t < threads; ++t) {
        current_ = t;
        if (threads_[t].place != threads_[0].place) fail("threads of a block are at different barriers");
        threads_[t].state = State::kRuns;
      }
    } else if (!moved) {
      for (unsigned t = 0; t < threads; ++t) {
        current_ = t;
        if (threads_[t].state != State::kDone) fail("threads wait for others that never come");
      }
    }
  }
}

// Where all lanes of a mask have come to the same operation, everyone's contribution goes to everyone.
bool Block::release_warp(unsigned warp) {
  const unsigned first = warp * kWarp, end = std::min<unsigned>(first + kWarp, static_cast<unsigned>(threads_.size()));
  bool any = false;
  for (unsigned t = first; t < end; ++t) {
    const Thread& leader = threads_[t];
    if (leader.state != State::kAtWarp) continue;
    current_ = t;
    if (!(leader.mask >> (t - first) & 1)) fail("a lane is not in its own mask");
    bool ready = true;
    for (unsigned lane = 0; lane < kWarp; ++lane) {
      if (!(leader.mask >> lane & 1)) continue;
      const unsigned u = first + lane;
      if (u >= end || threads_[u].state == State::kDone)
        fail("the mask of a warp operation names a lane that has ended or does not exist");
      const Thread& other = threads_[u];
      if (other.state != State::kAtWarp)
        ready = false;
      else if (other.mask != leader.mask || other.place != leader.place)
        fail("lanes of a warp disagree on the mask of an operation, or are at different ones");
    }
    if (!ready) continue;
    const unsigned mask = leader.mask;
    for (unsigned u = first; u < end; ++u) {
      if (!(mask >> (u - first) & 1)) continue;
      gathered_[warp][u - first] = threads_[u].slot;
      threads_[u].state = State::kRuns;
    }
    any = true;
  }
  return any;
}

void Block::wait_for_block(Place place) {
  Thread& thread = threads_[current_];
  thread.state = State::kAtBarrier;
  thread.place = place;
  to_scheduler();
}

void Block::exchange_slots(unsigned mask, uint64_t slot, Place place) {
  Thread& thread = threads_[current_];
  thread.state = State::kAtWarp;
  thread.mask = mask;
  thread.slot = slot;
  thread.place = place;
  to_scheduler();
}

void Block::meet(const void* own, Place place, const void* (&all)[32]) {
  exchange_slots(0xffffffffu, reinterpret_cast<uintptr_t>(own), place);
  for (unsigned lane = 0; lane < kWarp; ++lane) all[lane] = reinterpret_cast<const void*>(gathered_[current_ / kWarp][lane]);
}

void* Block::shared_array(Place place, size_t bytes) {
  auto& array = arrays_[{place.number, {place.file, place.line}}];
  if (!array) array = fresh_shared(bytes);
  return array.get();
}

void ldmatrix_x4_trans(uint32_t (&out)[4], const uint16_t* row, Place place) {
  if (reinterpret_cast<uintptr_t>(row) % 16 != 0) block().fail("ldmatrix: an address is not a multiple of 16 bytes");
  const void* all[32];
  block().meet(row, place, all);
  const int lane = static_cast<int>(block().lane()), column = lane / 4, t = lane % 4;
  for (int m = 0; m < 4; ++m) {
    const auto number = [&](int r) { return uint32_t{static_cast<const uint16_t*>(all[m * 8 + r])[column]}; };
    out[m] = number(2 * t) | number(2 * t + 1) << 16;
  }
  block().meet(row, place, all);
}

void Launch::run(dim3 grid, dim3 threads, size_t shared, void (*body)(const void*), const void* arguments) {
  const int64_t blocks = int64_t{grid.x} * grid.y * grid.z;
#pragma omp parallel if (blocks > 1)
  {
    Block block(threads.x * threads.y * threads.z);
    block.thread_dim = threads;
    block.grid_dim = grid;
    current_block = &block;
#pragma omp for schedule(dynamic, 1)
    for (int64_t b = 0; b < blocks; ++b) {
      block.block_index = dim3(static_cast<unsigned>(b % grid.x), static_cast<unsigned>(b / grid.x % grid.y),
                               static_cast<unsigned>(b / grid.x / grid.y));
      block.run(body, arguments, shared);
    }
    current_block = nullptr;
  }
}

}  // namespace dinofleet::emulated
