#include "nccl-bindings/communicator.h"

#include <algorithm>
#include <utility>

namespace dinofleet::nccl {
namespace {

// Those of this process, for abort_all: who waits in one thread is freed from another.
struct Registry {
  std::mutex mutex;
  std::vector<std::weak_ptr<Communicator>> all;
};

Registry& registry() {
  static Registry& kept = *new Registry();
  return kept;
}

// One may be shrunk because it has failed.
bool settled_or_failed(Communicator& communicator) {
  try {
    return communicator.settled();
  } catch (const Failure&) {
    return true;
  }
}

bool accepted(Result result) { return result == kSuccess || result == kInProgress; }

}  // namespace

std::shared_ptr<Communicator> Communicator::listed(std::shared_ptr<const Library> library) {
  std::shared_ptr<Communicator> made(new Communicator(std::move(library)));
  const std::lock_guard lock(registry().mutex);
  std::erase_if(registry().all, [](const auto& each) { return each.expired(); });
  registry().all.push_back(made);
  return made;
}

std::shared_ptr<Communicator> Communicator::create(const UniqueId& id, int rank, int size, Config config) {
  auto made = listed(library());
  const std::lock_guard lock(made->mutex_);
  const Result result = made->lib->comm_init_rank_config(&made->handle_, size, id, rank, &config);
  if (!accepted(result)) made->fail(result);
  return made;
}

bool Communicator::settled() {
  std::shared_ptr<Communicator> parent;
  {
    const std::lock_guard lock(mutex_);
    require_open();
    parent = parent_;
  }
  if (parent && !settled_or_failed(*parent)) return false;
  std::vector<std::shared_ptr<Communicator>> derived;
  const std::lock_guard lock(mutex_);
  require_open();
  parent_.reset();
  if (handle_ == nullptr) {
    if (parent) parent->settled();  // throws what has kept this one from being made
    return true;
  }
  const Result result = progress();
  if (!accepted(result)) fail(result);
  if (result == kSuccess) derived.swap(being_derived_);
  return result == kSuccess;
}

void Communicator::call(const std::function<Result(Handle)>& call) {
  const std::lock_guard lock(mutex_);
  require_open();
  const Result result = call(handle_);
  if (!accepted(result)) fail(result);
}

std::shared_ptr<Communicator> Communicator::derive(const std::function<Result(Handle, Handle*)>& make) {
  auto child = listed(lib);
  call([&](Handle handle) { return make(handle, &child->handle_); });
  child->parent_ = shared_from_this();
  const std::lock_guard lock(mutex_);
  being_derived_.push_back(child);
  return child;
}

std::string Communicator::last_error() {
  const std::lock_guard lock(mutex_);
  const char* text = lib->get_last_error(handle_);
  return text == nullptr ? "" : text;
}

void Communicator::destroy() {
  Handle handle;
  {
    const std::lock_guard lock(mutex_);
    require_open();
    state_ = State::kDestroyed;
    handle = std::exchange(handle_, nullptr);
  }
  if (handle == nullptr) return;
  const Result result = lib->comm_destroy(handle);
  if (!accepted(result)) fail(result);
}

void Communicator::abort() noexcept {
  std::shared_ptr<Communicator> parent;
  std::vector<std::shared_ptr<Communicator>> derived;
  const std::lock_guard lock(mutex_);
  if (state_ != State::kOpen) return;
  state_ = State::kAborted;
  parent.swap(parent_);
  derived.swap(being_derived_);
  if (handle_ == nullptr) return;
  try {
    lib->comm_abort(std::exchange(handle_, nullptr));
  } catch (const std::exception&) {
    // A library without it: what it has under way ends with the process.
  }
}

void Communicator::require_open() const {
  if (state_ == State::kAborted) throw Failure(kRemoteError, "the communicator was aborted");
  if (state_ == State::kDestroyed) throw Failure(kInvalidUsage, "the communicator was destroyed");
}

void Communicator::fail(Result result) const {
  const char* last = lib->get_last_error(handle_);
  std::string message = "NCCL says: " + std::string(lib->get_error_string(result));
  if (last != nullptr && *last != '\0') message += "; " + std::string(last);
  throw Failure(result, message);
}

Result Communicator::progress() const {
  Result result = kSuccess;
  const Result asked = lib->comm_get_async_error(handle_, &result);
  return asked == kSuccess ? result : asked;
}

Result end_group(const Library& library, const std::vector<std::shared_ptr<Communicator>>& called) {
  std::vector<std::unique_lock<std::mutex>> locks;
  for (const auto& each : called) locks.emplace_back(each->mutex_);
  return library.group_end();
}

int abort_all() {
  std::vector<std::weak_ptr<Communicator>> all;
  {
    const std::lock_guard lock(registry().mutex);
    all.swap(registry().all);
  }
  int aborted = 0;
  for (const auto& each : all)
    if (const auto communicator = each.lock()) {
      communicator->abort();
      ++aborted;
    }
  return aborted;
}

}  // namespace dinofleet::nccl
