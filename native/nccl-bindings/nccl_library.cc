#include "nccl-bindings/nccl_library.h"

#include <dlfcn.h>

#include <mutex>

namespace dinofleet::nccl {
namespace {

// Since then communicators do not block.
constexpr int kOldest = 21800;

std::string version_name(int version) {
  return std::to_string(version / 10000) + "." + std::to_string(version / 100 % 100) + "." + std::to_string(version % 100);
}

// A library stays: threads of its own may run in it.
struct Bind {
  void* library;

  template <typename Signature>
  void operator()(Bound<Signature>& function, const char* name, const char* since) const {
    function = Bound<Signature>(dlsym(library, name), name, since);
  }
};

std::mutex loading;
std::shared_ptr<const Library> loaded;

}  // namespace

Library::Library(const std::string& path) : path(path) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw std::runtime_error("NCCL does not load: " + std::string(dlerror()));
  const Bind bind{library};
  Bound<Result(int*)> get_version;
  bind(get_version, "ncclGetVersion", "2.3");
  int number = 0;
  get_version(&number);
  version = version_name(number);
  if (number < kOldest)
    throw std::runtime_error(path + " is NCCL " + version + ", expected " + version_name(kOldest) + " or newer");
  bind(get_unique_id, "ncclGetUniqueId", "2.0");
  bind(comm_init_rank_config, "ncclCommInitRankConfig", "2.14");
  bind(comm_finalize, "ncclCommFinalize", "2.14");
  bind(comm_destroy, "ncclCommDestroy", "2.0");
  bind(comm_abort, "ncclCommAbort", "2.4");
  bind(comm_revoke, "ncclCommRevoke", "2.28");
  bind(comm_split, "ncclCommSplit", "2.18");
  bind(comm_shrink, "ncclCommShrink", "2.27");
  bind(comm_get_async_error, "ncclCommGetAsyncError", "2.4");
  bind(comm_cu_device, "ncclCommCuDevice", "2.0");
  bind(comm_count, "ncclCommCount", "2.0");
  bind(comm_user_rank, "ncclCommUserRank", "2.0");
  bind(comm_register, "ncclCommRegister", "2.19");
  bind(comm_deregister, "ncclCommDeregister", "2.19");
  bind(reduce, "ncclReduce", "2.0");
  bind(broadcast, "ncclBroadcast", "2.2");
  bind(all_reduce, "ncclAllReduce", "2.0");
  bind(reduce_scatter, "ncclReduceScatter", "2.0");
  bind(all_gather, "ncclAllGather", "2.0");
  bind(send, "ncclSend", "2.7");
  bind(receive, "ncclRecv", "2.7");
  bind(group_start, "ncclGroupStart", "2.0");
  bind(group_end, "ncclGroupEnd", "2.0");
  get_error_string = reinterpret_cast<const char* (*)(Result)>(dlsym(library, "ncclGetErrorString"));
  get_last_error = reinterpret_cast<const char* (*)(Handle)>(dlsym(library, "ncclGetLastError"));
  if (get_error_string == nullptr || get_last_error == nullptr)
    throw std::runtime_error(path + " has no ncclGetErrorString or no ncclGetLastError, expected the NCCL library");
}

std::shared_ptr<const Library> load_library(const std::string& path) {
  const std::lock_guard lock(loading);
  if (loaded == nullptr) loaded = std::make_shared<const Library>(path);
  if (loaded->path != path) throw std::runtime_error(loaded->path + " is bound already, and a process has one NCCL");
  return loaded;
}

std::shared_ptr<const Library> library() {
  const std::lock_guard lock(loading);
  if (loaded == nullptr) throw std::runtime_error("NCCL is not loaded; call load(path) first");
  return loaded;
}

}  // namespace dinofleet::nccl
