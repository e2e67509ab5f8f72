#include "gloo-bindings/channel.h"

#include <stdexcept>
#include <utility>

namespace dinofleet::comm {
namespace {

// Exchanges count up from 0 in the slots' upper bits and never get here.
constexpr uint64_t kWatchSlot = ~uint64_t{0};

::gloo::transport::tcp::attr attributes(const SocketAddress& here) {
  ::gloo::transport::tcp::attr out;
  out.ai_family = here.storage.ss_family;
  out.ai_socktype = SOCK_STREAM;
  out.ai_protocol = 0;
  out.ai_addr = here.storage;
  out.ai_addrlen = static_cast<int>(here.length);
  return out;
}

}  // namespace

Channel::Channel(int rank, int world_size, const SocketAddress& here, std::shared_ptr<Traffic> traffic)
    : rank_(rank), world_size_(world_size), traffic_(std::move(traffic)) {
  device_ = std::make_shared<::gloo::transport::tcp::Device>(attributes(here));
  context_ = std::make_shared<ProvenContext>(device_, rank, world_size);
  context_->setTimeout(kForever);
  for (int peer = 0; peer < world_size; ++peer)
    if (peer != rank) context_->createPair(peer);
}

Channel::~Channel() = default;

void Channel::adopt(int peer, Socket connection) { context_->adopt(peer, std::move(connection)); }

void Channel::watch(UnboundBuffer& watcher) {
  for (int peer = 0; peer < world_size_; ++peer)
    if (peer != rank_) context_->getPair(peer)->recv(&watcher, kWatchSlot, 0, 0);
}

void Channel::say_goodbye() {
  const auto goodbye = context_->createUnboundBuffer(nullptr, 0);
  for (int peer = 0; peer < world_size_; ++peer) {
    if (peer == rank_) continue;
    try {
      // Without a wait: nothing else is under way, so it goes into the socket's buffer at once. A peer that has stopped
      // reading hears of a broken connection instead.
      context_->getPair(peer)->send(goodbye.get(), kWatchSlot, 0, 0);
    } catch (const std::exception&) {
      // That peer has left already.
    }
  }
}

bool Channel::has_lost(int peer) {
  try {
    const auto probe = context_->createUnboundBuffer(nullptr, 0);
    context_->getPair(peer)->recv(probe.get(), kWatchSlot, 0, 0);
    return false;
  } catch (const std::exception&) {
    return true;
  }
}

void Channel::close_connections() {
  for (int peer = 0; peer < world_size_; ++peer)
    if (peer != rank_) context_->getPair(peer)->close();
}

void Channel::interrupt() {
  std::lock_guard lock(mutex_);
  interrupted_ = true;
  for (UnboundBuffer* buffer : tracked_) {
    buffer->abortWaitRecv();
    buffer->abortWaitSend();
  }
}

std::unique_ptr<UnboundBuffer> Channel::buffer(void* data, size_t bytes) {
  return context_->createUnboundBuffer(data, bytes);
}

char* Channel::scratch(size_t bytes) {
  if (bytes > scratch_bytes_) {
    scratch_.reset();
    scratch_.reset(new char[bytes]);
    scratch_bytes_ = bytes;
  }
  return scratch_.get();
}

void Channel::track(UnboundBuffer* buffer) {
  std::lock_guard lock(mutex_);
  if (interrupted_) throw std::runtime_error("interrupted");
  tracked_.insert(buffer);
}

void Channel::untrack(UnboundBuffer* buffer) {
  std::lock_guard lock(mutex_);
  tracked_.erase(buffer);
}

}  // namespace dinofleet::comm
