// One GPU, as one thread of JavaScript uses it: its memory, lanes of work (streams) and the events that order them. Of the two sources of
// this, cuda/runtime.cc is CUDA's, and emulated/runtime.cc does all at once in host memory and keeps a log.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cuda/algorithms.h"
#include "cuda/kernels/attention.h"
#include "cuda/kernels/launch.h"
#include "host/device.h"

namespace dinofleet::cuda {

// What runs beside one another. Memory belongs to the compute lane: a block is used again in its order. Another lane that touches a block
// waits first for what the compute lane was asked for so far, and the compute lane waits for it before it goes on with the block.
enum class Lane { kCompute, kIn, kOut, kGather, kReduce };
constexpr int kLanes = 5;
const char* name_of(Lane lane);

// A point in a lane's work.
class Event {
 public:
  virtual ~Event() = default;
  // Does not block.
  virtual bool reached() const = 0;
  // Blocks the host until it is reached, or `may_go_on`, asked now and then, says no.
  virtual void wait(const std::function<bool()>& may_go_on) const = 0;
};

// Memory that an op reads or writes.
struct Range {
  const void* data;
  size_t bytes;
};

struct DeviceFacts {
  std::string name;
  size_t memory_bytes;
  // Of shared memory, that a block may have.
  size_t shared_bytes;
};

// Absolute paths of libraries that a GPU takes.
struct Libraries {
  std::string cublas_lt;
  // Empty where cuDNN is not on the machine, or not all that it takes: it compiles kernels with NVRTC, and finds neither that nor what
  // that is made of by itself.
  std::string cudnn, nvrtc, nvrtc_builtins, cudart;
  // A folder for plans of cuDNN's, which take a second to make and milliseconds to read, and for choices of algorithms; empty: none.
  std::string plans;
};

// What to say of an op after which the device has an error.
std::string failure(const char* op, const char* name, const char* text);

class Runtime {
 public:
  // Throws std::runtime_error, in a sentence, where there is no such device.
  static std::unique_ptr<Runtime> open(int index, const Libraries& libraries);
  virtual ~Runtime() = default;

  virtual Device device() const = 0;
  virtual DeviceFacts facts() const = 0;

  // Null where there is no more.
  virtual void* take(size_t bytes) = 0;
  virtual void give_back(void* data, size_t bytes) noexcept = 0;
  // Free on the device, and all of it.
  virtual std::pair<size_t, size_t> memory() const = 0;

  virtual Stream stream(Lane lane) const = 0;
  // Either may be on the host: that must stay as it is until the lane has come so far, but pageable memory that is read.
  virtual void copy(Lane lane, void* to, const void* from, size_t bytes) = 0;
  virtual void zero(Lane lane, void* to, size_t bytes) = 0;
  virtual std::shared_ptr<const Event> record(Lane lane) = 0;
  // One that `seconds_between` takes.
  virtual std::shared_ptr<const Event> record_timed(Lane lane) = 0;
  // Both timed, and reached.
  virtual double seconds_between(const Event& from, const Event& to) const = 0;
  // The lane goes on when the event is reached.
  virtual void wait(Lane lane, const Event& event) = 0;
  // The host waits for all that a lane was asked for.
  virtual void synchronize(Lane lane) = 0;
  // Whether `issued` wants to know what an op reads and writes.
  virtual bool wants_ranges() const { return false; }
  // An op was given to a lane. Throws std::runtime_error where the device says that it, or an earlier one, has failed.
  virtual void issued(Lane lane, const char* op, const std::vector<Range>& reads, const std::vector<Range>& writes) = 0;

  // Host memory that copies are fast from and to, until it is unpinned.
  virtual void pin(void* data, size_t bytes) = 0;
  virtual void unpin(void* data) noexcept = 0;

  // d (m, n) = op(a) op(b) + beta d, row-major, in float32; a and b have one dtype, d its own; beta is 0 or 1. lda, ldb, ldd are the lengths
  // of rows as stored. bias (n) of a's dtype is added before d is rounded; it may be null.
  struct Product {
    bool transpose_a, transpose_b;
    int64_t m, n, k;
    DType dtype;
    const void* a;
    int64_t lda;
    const void* b;
    int64_t ldb;
    const void* bias;
    float beta;
    DType d_dtype;
    void* d;
    int64_t ldd;
  };
  virtual void multiply(Lane lane, const Product& product) = 0;
  // Those of products.
  virtual Algorithms& algorithms() = 0;

  // Attention of any length in 16-bit types by a library's kernels, where there is one; head dimensions are multiples of 8 up to 128, and
  // sequences have two tokens or more. stats (H, T) is for the backward pass, in an order of its own.
  virtual bool has_fused_attention() const = 0;
  // Throws std::runtime_error where the library has no kernel for a shape, as the others do.
  virtual size_t fused_attention_scratch(const AttentionShape& shape, DType dtype, bool backward) = 0;
  virtual void fused_attention(Lane lane, const AttentionShape& shape, DType dtype, const void* qkv, void* out, float* stats,
                               void* scratch) = 0;
  virtual void fused_attention_backward(Lane lane, const AttentionShape& shape, DType dtype, const void* d_out, const void* qkv,
                                        const void* out, const float* stats, void* d_qkv, void* scratch) = 0;
};

}  // namespace dinofleet::cuda
