#include "gloo-bindings/mesh.h"

#include <stdexcept>

#include "gloo-bindings/deadline.h"
#include "gloo-bindings/mesh_address.h"
#include "gloo-bindings/transfer.h"

namespace dinofleet::comm {
namespace {

// A failed mesh keeps its sockets open so long: the other ranks shall hear of the lost peer first, not of us.
constexpr std::chrono::milliseconds kLinger{200};

constexpr const char* kClosed = "the mesh was closed";

// Gloo begins its messages with its own source file: "[/build/.../pair.cc:590] Connection closed by peer
// [127.0.0.1]:80".
std::string without_source(const std::string& message) {
  const size_t end = message.find("] ");
  const bool located = message.rfind('[', 0) == 0 && end != std::string::npos && message.find(".cc:") < end;
  return located ? message.substr(end + 2) : message;
}

}  // namespace

Mesh::Mesh(int rank, int world_size, const std::string& host)
    : rank_(rank), world_size_(world_size), traffic_(std::make_shared<Traffic>()) {
  MeshAddress address{rank, world_size, {}};
  for (auto& channel : channels_) {
    channel = std::make_unique<Channel>(rank, world_size, host, traffic_);
    auto& lane = address.lanes.emplace_back(world_size);
    for (int peer = 0; peer < world_size; ++peer)
      if (peer != rank) lane[peer] = channel->address_for(peer);
  }
  address_ = address.encode();
  for (auto& queue : queues_) queue = std::make_unique<Queue>();
}

Mesh::~Mesh() { close(); }

void Mesh::connect(std::vector<std::vector<char>> addresses, std::chrono::milliseconds timeout,
                   std::function<void(std::string)> done) {
  if (static_cast<int>(addresses.size()) != world_size_)
    throw std::invalid_argument("has " + std::to_string(addresses.size()) + " elements, expected " +
                                std::to_string(world_size_) + ", one for each rank");
  for (int peer = 0; peer < world_size_; ++peer) {
    const std::string element = "element " + std::to_string(peer) + " is ";
    try {
      const MeshAddress address = MeshAddress::decode(addresses[peer]);
      if (address.rank != peer || address.world_size != world_size_ || address.lanes.size() != kLanes)
        throw std::invalid_argument("the address of rank " + std::to_string(address.rank) + " of " +
                                    std::to_string(address.world_size));
    } catch (const std::invalid_argument& e) {
      throw std::invalid_argument(element + e.what() + ", expected the address() of rank " + std::to_string(peer) +
                                  " of " + std::to_string(world_size_));
    }
  }
  if (addresses[rank_] != address_)
    throw std::invalid_argument("element " + std::to_string(rank_) +
                                " is another mesh's, expected this one's address()");
  watcher_ = std::thread([this, addresses = std::move(addresses), timeout, done = std::move(done)]() mutable {
    std::string error = connect_all(addresses, timeout);
    const bool succeeded = error.empty();
    done(std::move(error));
    done = nullptr;
    if (succeeded) watch();
  });
}

std::string Mesh::connect_all(const std::vector<std::vector<char>>& addresses, std::chrono::milliseconds timeout) {
  auto wake = [this] {
    for (auto& channel : channels_) {
      channel->interrupt();
      channel->close_connections();
    }
  };
  Deadline deadline(timeout, wake);
  int peer = 0;
  std::unique_ptr<Transfer> hello;
  try {
    for (peer = 0; peer < world_size_; ++peer) {
      if (peer == rank_) continue;
      const MeshAddress theirs = MeshAddress::decode(addresses[peer]);
      for (size_t lane = 0; lane < kLanes; ++lane) {
        channels_[lane]->connect(peer, theirs.lanes[lane][rank_]);
        if (closed() || deadline.expired()) throw std::runtime_error(kClosed);
      }
    }
    {
      // Under the lock, so that a close() from now on finds the buffer to wake.
      std::lock_guard lock(mutex_);
      watch_buffer_ = channels_[0]->buffer(nullptr, 0);
    }
    for (auto& channel : channels_) channel->watch(*watch_buffer_);
    // A listening socket takes connections while its process sleeps: a rank is there when it has answered on every
    // lane.
    for (auto& channel : channels_) {
      hello = std::make_unique<Transfer>(*channel, Collective::kHello, static_cast<uint64_t>(world_size_));
      hello->finish();
      hello.reset();
    }
    if (!deadline.meet()) throw std::runtime_error(kClosed);
    std::lock_guard lock(mutex_);
    if (!closing_) {
      connected_ = true;
      return "";
    }
  } catch (const std::exception& e) {
    if (hello) peer = hello->awaited_peer();
    hello.reset();
    if (!closed()) {
      const std::string cause = deadline.expired() ? "no answer within " + std::to_string(timeout.count()) + " ms"
                                                   : without_source(e.what());
      const std::string reason = peer < 0 ? cause : "rank " + std::to_string(peer) + ": " + cause;
      fail(reason);
      return "connect: " + reason;
    }
  }
  return std::string("connect: ") + kClosed;
}

bool Mesh::connected() const {
  std::lock_guard lock(mutex_);
  return connected_;
}

bool Mesh::closed() const {
  std::lock_guard lock(mutex_);
  return closing_;
}

std::string Mesh::failure() const {
  std::lock_guard lock(mutex_);
  return failure_;
}

void Mesh::watch() {
  try {
    // True: a peer said good-bye. False: this mesh failed or is being closed.
    while (watch_buffer_->waitRecv(nullptr, kForever)) {
    }
  } catch (const std::exception& e) {
    fail(without_source(e.what()));
  }
  std::unique_lock lock(mutex_);
  if (closing_changed_.wait_for(lock, kLinger, [this] { return closing_; })) return;
  lock.unlock();
  for (auto& channel : channels_) channel->close_connections();
}

std::string Mesh::fail(const std::string& cause) {
  std::lock_guard lock(mutex_);
  if (!failure_.empty()) return failure_;
  std::string lost;
  if (connected_ && !closing_) {
    for (int peer = 0; peer < world_size_; ++peer) {
      if (peer == rank_) continue;
      bool gone = false;
      for (auto& channel : channels_) gone = gone || channel->has_lost(peer);
      if (gone) lost += (lost.empty() ? "" : ", ") + std::to_string(peer);
    }
  }
  failure_ = lost.empty() ? cause : "lost rank " + lost + ": " + cause;
  for (auto& channel : channels_) channel->interrupt();
  if (watch_buffer_) watch_buffer_->abortWaitRecv();
  return failure_;
}

std::shared_ptr<Operation> Mesh::submit(Lane lane, const char* name, std::function<void(Channel&)> collective) {
  auto operation = std::make_shared<Operation>();
  const auto index = static_cast<size_t>(lane);
  queues_[index]->push([this, index, name, operation, collective = std::move(collective)]() mutable {
    std::string error = failure();
    if (error.empty()) {
      try {
        collective(*channels_[index]);
      } catch (const std::exception& e) {
        error = fail(without_source(e.what()));
      }
    }
    collective = nullptr;
    operation->finish(error.empty() ? "" : std::string(name) + ": " + error);
  });
  return operation;
}

void Mesh::close() {
  if (closed()) return;
  bool orderly = connected() && failure().empty();
  for (auto& queue : queues_) orderly = orderly && queue->idle();
  {
    std::lock_guard lock(mutex_);
    closing_ = true;
    closing_changed_.notify_all();
  }
  if (orderly) {
    for (auto& channel : channels_) channel->say_goodbye();
  }
  fail(kClosed);
  if (!connected()) {
    for (auto& channel : channels_) channel->close_connections();
  }
  if (watcher_.joinable()) watcher_.join();
  for (auto& queue : queues_) queue.reset();
  watch_buffer_.reset();
  // A socket leaves its event loop at the loop's next tick, 10 ms each: the channels do that side by side.
  std::array<std::thread, kLanes> closers;
  for (size_t lane = 0; lane < kLanes; ++lane)
    closers[lane] = std::thread([this, lane] { channels_[lane].reset(); });
  for (auto& closer : closers) closer.join();
}

}  // namespace dinofleet::comm
