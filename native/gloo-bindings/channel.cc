#include "gloo-bindings/channel.h"

#include <gloo/transport/tcp/device.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>

namespace dinofleet::comm {
namespace {

// Exchanges count up from 0 in the slots' upper bits and never get here.
constexpr uint64_t kWatchSlot = ~uint64_t{0};

// Resolved here and not by Gloo, which goes on with an uninitialised pointer where a name is unknown.
::gloo::transport::tcp::attr listen_attributes(const std::string& host) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(host.c_str(), nullptr, &hints, &found); error != 0)
    throw std::runtime_error("cannot resolve \"" + host + "\": " + gai_strerror(error));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);
  std::string cause = "no address";
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
    const int fd = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
    const bool bound = fd != -1 && bind(fd, at->ai_addr, at->ai_addrlen) == 0;
    if (!bound) cause = std::strerror(errno);
    if (fd != -1) close(fd);
    if (!bound) continue;
    ::gloo::transport::tcp::attr out(host.c_str());
    out.ai_family = at->ai_family;
    out.ai_socktype = at->ai_socktype;
    out.ai_protocol = at->ai_protocol;
    std::memset(&out.ai_addr, 0, sizeof(out.ai_addr));
    std::memcpy(&out.ai_addr, at->ai_addr, at->ai_addrlen);
    out.ai_addrlen = static_cast<int>(at->ai_addrlen);
    return out;
  }
  throw std::runtime_error("cannot listen on \"" + host + "\": " + cause);
}

}  // namespace

Channel::Channel(int rank, int world_size, const std::string& host, std::shared_ptr<Traffic> traffic)
    : rank_(rank), world_size_(world_size), traffic_(std::move(traffic)) {
  device_ = std::make_shared<::gloo::transport::tcp::Device>(listen_attributes(host));
  context_ = device_->createContext(rank, world_size);
  context_->setTimeout(kForever);
  for (int peer = 0; peer < world_size; ++peer)
    if (peer != rank) context_->createPair(peer);
}

Channel::~Channel() = default;

std::vector<char> Channel::address_for(int peer) const { return context_->getPair(peer)->address().bytes(); }

void Channel::connect(int peer, const std::vector<char>& address) { context_->getPair(peer)->connect(address); }

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
