// As much of NCCL as is bound, found in the library at run time: nothing of it is linked, and none of its headers is needed. Values and
// layouts are those of nccl.h 2.28.9, which older and newer versions read by the size that a config begins with.
#pragma once

#include <array>
#include <climits>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>

namespace dinofleet::nccl {

enum Result {
  kSuccess,
  kUnhandledCudaError,
  kSystemError,
  kInternalError,
  kInvalidArgument,
  kInvalidUsage,
  kRemoteError,
  kInProgress
};

using Handle = struct OpaqueComm*;
using Stream = void*;

struct UniqueId {
  std::array<char, 128> bytes;
};

// ncclConfig_t of 2.28.
struct Config {
  static constexpr int kUndefined = INT_MIN;

  size_t size = sizeof(Config);
  unsigned magic = 0xcafebeef;
  unsigned version = 22809;
  int blocking = 0;
  int cga_cluster_size = kUndefined;
  int min_ctas = kUndefined;
  int max_ctas = kUndefined;
  const char* net_name = nullptr;
  int split_share = kUndefined;
  int traffic_class = kUndefined;
  const char* comm_name = nullptr;
  int collnet_enable = kUndefined;
  int cta_policy = kUndefined;
  int shrink_share = kUndefined;
  int nvls_ctas = kUndefined;
  int channels_per_net_peer = kUndefined;
  int nvlink_centric_sched = kUndefined;
};

constexpr int kNoColor = -1;
constexpr int kShrinkAbort = 1;

// A function of the library, which an older one may lack.
template <typename Signature>
class Bound;
template <typename... Args>
class Bound<Result(Args...)> {
 public:
  Bound() = default;
  Bound(void* symbol, const char* name, const char* since)
      : function_(reinterpret_cast<Result (*)(Args...)>(symbol)), name_(name), since_(since) {}

  // Throws std::runtime_error where the library has none.
  Result operator()(Args... args) const {
    if (function_ == nullptr)
      throw std::runtime_error("this NCCL has no " + std::string(name_) + ", which came with " + since_ + "; update it");
    return function_(args...);
  }

 private:
  Result (*function_)(Args...) = nullptr;
  const char* name_ = "";
  const char* since_ = "";
};

// Functions without their prefix, in the order of nccl.h.
struct Library {
  // Throws std::runtime_error where the library at `path` does not load, or is too old.
  explicit Library(const std::string& path);

  std::string path;
  std::string version;

  Bound<Result(UniqueId*)> get_unique_id;
  Bound<Result(Handle*, int size, UniqueId, int rank, Config*)> comm_init_rank_config;
  Bound<Result(Handle)> comm_finalize;
  Bound<Result(Handle)> comm_destroy;
  Bound<Result(Handle)> comm_abort;
  Bound<Result(Handle, int flags)> comm_revoke;
  Bound<Result(Handle, int color, int key, Handle*, Config*)> comm_split;
  Bound<Result(Handle, int* excluded, int count, Handle*, Config*, int flags)> comm_shrink;
  Bound<Result(Handle, Result*)> comm_get_async_error;
  Bound<Result(Handle, int*)> comm_cu_device;
  Bound<Result(Handle, int*)> comm_count;
  Bound<Result(Handle, int*)> comm_user_rank;
  Bound<Result(Handle, void*, size_t, void** registered)> comm_register;
  Bound<Result(Handle, void* registered)> comm_deregister;
  Bound<Result(const void*, void*, size_t, int dtype, int op, int root, Handle, Stream)> reduce;
  Bound<Result(const void*, void*, size_t, int dtype, int root, Handle, Stream)> broadcast;
  Bound<Result(const void*, void*, size_t, int dtype, int op, Handle, Stream)> all_reduce;
  Bound<Result(const void*, void*, size_t, int dtype, int op, Handle, Stream)> reduce_scatter;
  Bound<Result(const void*, void*, size_t, int dtype, Handle, Stream)> all_gather;
  Bound<Result(const void*, size_t, int dtype, int peer, Handle, Stream)> send;
  Bound<Result(void*, size_t, int dtype, int peer, Handle, Stream)> receive;
  Bound<Result()> group_start;
  Bound<Result()> group_end;
  const char* (*get_error_string)(Result) = nullptr;
  const char* (*get_last_error)(Handle) = nullptr;
};

// The one of this process. Throws std::runtime_error where another is bound.
std::shared_ptr<const Library> load_library(const std::string& path);
// Throws std::runtime_error where none is bound.
std::shared_ptr<const Library> library();

// A call of NCCL did not succeed.
class Failure : public std::runtime_error {
 public:
  Failure(Result result, const std::string& what) : std::runtime_error(what), result(result) {}
  const Result result;
};

}  // namespace dinofleet::nccl
