#include "gloo-bindings/transfer.h"

#include <stdexcept>
#include <string>

namespace dinofleet::comm {
namespace {

std::string describe(uint64_t collective, uint64_t bytes) {
  switch (static_cast<Collective>(collective)) {
    case Collective::kHello: return "connect";
    case Collective::kBarrier: return "barrier";
    case Collective::kAllGather: return "allGather of " + std::to_string(bytes) + " bytes";
    case Collective::kReduceScatter: return "reduceScatter of " + std::to_string(bytes) + " bytes";
    case Collective::kAllReduce: return "allReduce of " + std::to_string(bytes) + " bytes";
  }
  return "something unknown (" + std::to_string(collective) + ")";
}

// 24 bits of exchange, 4 of collective (0 for the header), 36 of bytes. The count may wrap: an exchange is over before
// 16 million others have begun.
uint64_t header_slot(uint64_t exchange) { return (exchange & 0xffffff) << 40; }
uint64_t payload_slot(uint64_t exchange, uint64_t collective, uint64_t bytes) {
  return header_slot(exchange) | collective << 36 | bytes;
}

void require(bool completed) {
  if (!completed) throw std::runtime_error("interrupted");
}

}  // namespace

Transfer::Transfer(Channel& channel, Collective collective, uint64_t bytes)
    : channel_(channel), mine_{static_cast<uint64_t>(collective), bytes} {
  const uint64_t exchange = channel.next_exchange();
  const int world_size = channel.world_size();
  slot_ = payload_slot(exchange, mine_.collective, bytes);
  headers_.assign(world_size, mine_);
  header_regions_.assign(world_size, nullptr);
  // Should posting fail, the destructor is not called: the regions must be forgotten here.
  try {
    UnboundBuffer& own = add(&headers_[channel.rank()], sizeof(Header));
    for (int peer = 0; peer < world_size; ++peer) {
      if (peer == channel.rank()) continue;
      header_regions_[peer] = &add(&headers_[peer], sizeof(Header));
      header_regions_[peer]->recv(peer, header_slot(exchange), 0, sizeof(Header));
      own.send(peer, header_slot(exchange), 0, sizeof(Header));
      pending_sends_.push_back(&own);
    }
  } catch (...) {
    for (const auto& region : regions_) channel_.untrack(region.get());
    throw;
  }
}

Transfer::~Transfer() {
  for (const auto& region : regions_) channel_.untrack(region.get());
}

UnboundBuffer& Transfer::add(void* data, size_t bytes) {
  std::unique_ptr<UnboundBuffer> region = channel_.buffer(data, bytes);
  channel_.track(region.get());
  regions_.push_back(std::move(region));
  return *regions_.back();
}

UnboundBuffer& Transfer::region(void* data, size_t bytes) { return add(data, bytes); }

void Transfer::send(UnboundBuffer& region, int peer, size_t offset, size_t bytes) {
  if (bytes == 0) return;
  region.send(peer, slot_, offset, bytes);
  pending_sends_.push_back(&region);
  channel_.traffic().bytes_sent += bytes;
}

void Transfer::receive(UnboundBuffer& region, int peer, size_t offset, size_t bytes) {
  if (bytes == 0) return;
  region.recv(peer, slot_, offset, bytes);
  channel_.traffic().bytes_received += bytes;
}

void Transfer::await_receive(UnboundBuffer& region) {
  agree();
  require(region.waitRecv(nullptr, kForever));
}

void Transfer::finish() {
  agree();
  for (UnboundBuffer* region : pending_sends_) require(region->waitSend(nullptr, kForever));
  pending_sends_.clear();
}

void Transfer::agree() {
  if (agreed_) return;
  for (int peer = 0; peer < channel_.world_size(); ++peer) {
    if (peer == channel_.rank()) continue;
    awaited_peer_ = peer;
    require(header_regions_[peer]->waitRecv(nullptr, kForever));
    const Header& theirs = headers_[peer];
    if (theirs.collective != mine_.collective || theirs.bytes != mine_.bytes)
      throw std::runtime_error("rank " + std::to_string(peer) + " is in " + describe(theirs.collective, theirs.bytes) +
                               " where rank " + std::to_string(channel_.rank()) + " is in " +
                               describe(mine_.collective, mine_.bytes) +
                               "; all ranks must issue the same collectives in the same order");
  }
  awaited_peer_ = -1;
  agreed_ = true;
}

}  // namespace dinofleet::comm
