// The connections that one queue's collectives run on: a pair of sockets per peer, on an event loop of its own, so
// that a large gather never stands before a small sum. What Gloo says by exceptions and sticky flags becomes two
// rules here: after interrupt() nobody waits any more, and a peer that left in good order is not a lost one.
#pragma once

#include <gloo/transport/unbound_buffer.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>

#include "gloo-bindings/endpoint.h"
#include "gloo-bindings/proven_pair.h"

namespace dinofleet::comm {

using UnboundBuffer = ::gloo::transport::UnboundBuffer;

// Gloo's own time-outs never fire: how long is too long is the coordinator's affair.
inline constexpr std::chrono::milliseconds kForever = std::chrono::hours(24 * 365);

// Payload, without Gloo's and our own headers.
struct Traffic {
  std::atomic<uint64_t> bytes_sent{0};
  std::atomic<uint64_t> bytes_received{0};
  std::atomic<int64_t> wait_nanoseconds{0};
};

class Channel {
 public:
  // Throws where `here` is none of the addresses of this machine's interfaces.
  Channel(int rank, int world_size, const SocketAddress& here, std::shared_ptr<Traffic> traffic);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  int rank() const { return rank_; }
  int world_size() const { return world_size_; }
  Traffic& traffic() { return *traffic_; }

  // Once for each peer, before all that follows. Throws where the peer has gone, or after close_connections().
  void adopt(int peer, Socket connection);
  // Posts a receive that only good-byes complete, on every pair: `watcher` hears of a lost peer at once, also of one
  // that nobody waits for and of one that was lost in the middle of a message, which Gloo tells to nobody else.
  void watch(UnboundBuffer& watcher);
  // Tells the peers that what follows is an orderly close.
  void say_goodbye();
  bool has_lost(int peer);
  void close_connections();

  // Wakes whoever waits on this channel's buffers, now and later. May be called from any thread.
  void interrupt();
  std::unique_ptr<UnboundBuffer> buffer(void* data, size_t bytes);

  // What a collective keeps aside; one runs at a time. Contents are lost when it grows.
  char* scratch(size_t bytes);
  // The number of the next exchange, the same on all ranks.
  uint64_t next_exchange() { return exchanges_++; }

  // Buffers of the running exchange, in whose waits an interrupt must be heard. Throws after one.
  void track(UnboundBuffer* buffer);
  void untrack(UnboundBuffer* buffer);

 private:
  const int rank_;
  const int world_size_;
  const std::shared_ptr<Traffic> traffic_;
  std::shared_ptr<::gloo::transport::tcp::Device> device_;
  std::shared_ptr<ProvenContext> context_;
  uint64_t exchanges_ = 0;
  std::unique_ptr<char[]> scratch_;
  size_t scratch_bytes_ = 0;

  std::mutex mutex_;
  bool interrupted_ = false;
  std::set<UnboundBuffer*> tracked_;
};

}  // namespace dinofleet::comm
