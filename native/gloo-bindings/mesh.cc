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
  const SocketAddress here = address_here(host);
  for (auto& channel : channels_) channel = std::make_unique<Channel>(rank, world_size, here, traffic_);
  meeting_ = std::make_unique<Meeting>(rank, world_size, kLanes, here);
  address_ = MeshAddress{rank, world_size, meeting_->endpoint()}.encode();
  for (auto& queue : queues_) queue = std::make_unique<Queue>();
}

Mesh::~Mesh() { close(); }

void Mesh::connect(const std::vector<std::vector<char>>& addresses, Prove prove, std::chrono::milliseconds timeout,
                   std::function<void(Connected)> done) {
  if (static_cast<int>(addresses.size()) != world_size_)
    throw std::invalid_argument("has " + std::to_string(addresses.size()) + " elements, expected " +
                                std::to_string(world_size_) + ", one for each rank");
  std::vector<Endpoint> peers;
  for (int peer = 0; peer < world_size_; ++peer) {
    const std::string element = "element " + std::to_string(peer) + " is ";
    try {
      const MeshAddress address = MeshAddress::decode(addresses[peer]);
      if (address.rank != peer || address.world_size != world_size_)
        throw std::invalid_argument("the address of rank " + std::to_string(address.rank) + " of " +
                                    std::to_string(address.world_size));
      peers.push_back(address.endpoint);
    } catch (const std::invalid_argument& e) {
      throw std::invalid_argument(element + e.what() + ", expected the address() of rank " + std::to_string(peer) +
                                  " of " + std::to_string(world_size_));
    }
  }
  if (addresses[rank_] != address_)
    throw std::invalid_argument("element " + std::to_string(rank_) +
                                " is another mesh's, expected this one's address()");
  watcher_ = std::thread(
      [this, peers = std::move(peers), prove = std::move(prove), timeout, done = std::move(done)]() mutable {
        std::string error = connect_all(peers, prove, timeout);
        const bool succeeded = error.empty();
        done({std::move(error), meeting_->turned_away()});
        done = nullptr;
        prove = nullptr;
        if (succeeded) watch();
      });
}

std::string Mesh::connect_all(const std::vector<Endpoint>& peers, const Prove& prove,
                              std::chrono::milliseconds timeout) {
  auto wake = [this] {
    meeting_->stop();
    for (auto& channel : channels_) {
      channel->interrupt();
      channel->close_connections();
    }
  };
  Deadline deadline(timeout, wake);
  bool met = false;
  int peer = -1;
  std::unique_ptr<Transfer> hello;
  try {
    auto connections = meeting_->meet(peers, prove);
    met = true;
    for (peer = 0; peer < world_size_; ++peer) {
      for (size_t lane = 0; lane < kLanes; ++lane)
        if (peer != rank_) channels_[lane]->adopt(peer, std::move(connections[lane][peer]));
    }
    peer = -1;
    {
      // Under the lock, so that a close() from now on finds the buffer to wake.
      std::lock_guard lock(mutex_);
      watch_buffer_ = channels_[0]->buffer(nullptr, 0);
    }
    for (auto& channel : channels_) channel->watch(*watch_buffer_);
    // A rank is there when it has met all of its peers, too: it has then answered on every lane.
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
      std::string reason = without_source(e.what());
      if (deadline.expired()) {
        const std::string strangers = meeting_->turned_away();
        reason = "no answer within " + std::to_string(timeout.count()) + " ms" +
                 (met || strangers.empty() ? "" : "; " + strangers);
        if (!met) peer = meeting_->missing();
      }
      if (peer >= 0) reason = "rank " + std::to_string(peer) + ": " + reason;
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
    operation->begin();
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
    meeting_->stop();
    for (auto& channel : channels_) channel->close_connections();
  }
  if (watcher_.joinable()) watcher_.join();
  for (auto& queue : queues_) queue.reset();
  watch_buffer_.reset();
  meeting_.reset();
  // A socket leaves its event loop at the loop's next tick, 10 ms each: the channels do that side by side.
  std::array<std::thread, kLanes> closers;
  for (size_t lane = 0; lane < kLanes; ++lane)
    closers[lane] = std::thread([this, lane] { channels_[lane].reset(); });
  for (auto& closer : closers) closer.join();
}

}  // namespace dinofleet::comm
