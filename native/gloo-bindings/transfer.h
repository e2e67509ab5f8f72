// The messages of one exchange between this rank and all its peers.
//
// Gloo trusts what comes in: a message that is longer than the receive that it meets ends the process. So every
// exchange begins with a header that says what each rank believes is going on, and the payload's slot carries the
// same facts: payloads of ranks that disagree never meet, and the headers, which always do, become an error that says
// who does what.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "gloo-bindings/channel.h"

namespace dinofleet::comm {

enum class Collective : uint64_t { kHello = 1, kBarrier, kAllGather, kReduceScatter, kAllReduce };

// The slot has room for so many bytes in one exchange.
inline constexpr uint64_t kMostBytes = uint64_t{1} << 36;

class Transfer {
 public:
  // `bytes` is the exchange's size as all ranks know it.
  Transfer(Channel& channel, Collective collective, uint64_t bytes);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // Memory that messages come from or go to. It outlives the transfer: nothing is read or written after its end.
  UnboundBuffer& region(void* data, size_t bytes);
  // Messages to and from one peer arrive in the order in which they were posted. Empty ones are left out on both sides.
  void send(UnboundBuffer& region, int peer, size_t offset, size_t bytes);
  void receive(UnboundBuffer& region, int peer, size_t offset, size_t bytes);
  // Waits for the next receive that was posted on `region`.
  void await_receive(UnboundBuffer& region);
  // Waits for the headers and for all sends.
  void finish();
  // The peer whose header is being waited for, or -1.
  int awaited_peer() const { return awaited_peer_; }

 private:
  struct Header {
    uint64_t collective;
    uint64_t bytes;
  };

  UnboundBuffer& add(void* data, size_t bytes);
  void agree();

  Channel& channel_;
  const Header mine_;
  uint64_t slot_;
  bool agreed_ = false;
  int awaited_peer_ = -1;
  std::vector<Header> headers_;
  std::vector<UnboundBuffer*> header_regions_;
  std::vector<UnboundBuffer*> pending_sends_;
  std::vector<std::unique_ptr<UnboundBuffer>> regions_;
};

}  // namespace dinofleet::comm
