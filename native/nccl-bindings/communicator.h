// One rank's end of an NCCL communicator. NCCL wants no two calls for one at once, nor an abort beside a call: each call has the lock
// for as long as NCCL takes to accept it, never for as long as a peer takes to come.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "nccl-bindings/nccl_library.h"

namespace dinofleet::nccl {

class Communicator : public std::enable_shared_from_this<Communicator> {
 public:
  // Begins to set up; nobody need have come yet. Throws Failure.
  static std::shared_ptr<Communicator> create(const UniqueId& id, int rank, int size, Config config);
  ~Communicator() { abort(); }
  Communicator(const Communicator&) = delete;
  Communicator& operator=(const Communicator&) = delete;

  const std::shared_ptr<const Library> lib;

  // Whether NCCL has nothing under way for this one. Throws Failure for its asynchronous error, and where it was aborted or destroyed.
  bool settled();
  // What NCCL calls accept: its result, success or in progress, is the caller's to wait for. `call` throws nothing but Failure.
  void call(const std::function<Result(Handle)>& call);
  // As split or shrunk: a communicator that is being set up, from this one. Null where `make` says that there is none for this rank.
  std::shared_ptr<Communicator> derive(const std::function<Result(Handle, Handle*)>& make);
  std::string last_error();

  // Waits for what is under way, peers included, unless it was finalized.
  void destroy();
  // From any thread.
  void abort() noexcept;

  friend Result end_group(const Library& library, const std::vector<std::shared_ptr<Communicator>>& called);

 private:
  explicit Communicator(std::shared_ptr<const Library> library) : lib(std::move(library)) {}
  static std::shared_ptr<Communicator> listed(std::shared_ptr<const Library> library);

  // With the lock.
  void require_open() const;
  [[noreturn]] void fail(Result result) const;
  Result progress() const;

  std::mutex mutex_;
  Handle handle_ = nullptr;
  enum class State { kOpen, kDestroyed, kAborted } state_ = State::kOpen;
  // NCCL writes the handle of what is derived when it has got so far: until then each keeps the other.
  std::shared_ptr<Communicator> parent_;
  std::vector<std::shared_ptr<Communicator>> being_derived_;
};

// ncclGroupEnd, with the locks of those that were called in the group.
Result end_group(const Library& library, const std::vector<std::shared_ptr<Communicator>>& called);

// Of this process. Returns how many there were.
int abort_all();

}  // namespace dinofleet::nccl
