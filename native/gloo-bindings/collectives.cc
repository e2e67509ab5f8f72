#include "gloo-bindings/collectives.h"

#include <vector>

#include "gloo-bindings/transfer.h"

namespace dinofleet::comm {
namespace {

// Elements of a message of a reduction. A sum begins when the first segment is there, and what is summed is in the
// cache.
constexpr size_t kSegment = size_t{256} << 10;
// Segments of a peer that may be under way at once.
constexpr size_t kDepth = 4;
// All-reduces up to this size take one exchange.
constexpr size_t kSmallBytes = size_t{64} << 10;

size_t aligned(size_t bytes) { return (bytes + 63) / 64 * 64; }

// Peers in the order of sending: each rank starts with another one.
template <typename F>
void for_peers(const Channel& channel, F visit) {
  for (int i = 1; i < channel.world_size(); ++i) visit((channel.rank() + i) % channel.world_size());
}

void gather_slices(Channel& channel, Collective collective, char* buffer, Slices slices, size_t width) {
  const int rank = channel.rank();
  Transfer transfer(channel, collective, slices.n * width);
  UnboundBuffer& region = transfer.region(buffer, slices.n * width);
  size_t arriving = 0;
  for_peers(channel, [&](int peer) {
    transfer.receive(region, peer, slices.begin(peer) * width, slices.count(peer) * width);
    if (slices.count(peer) != 0) ++arriving;
  });
  for_peers(channel,
            [&](int peer) { transfer.send(region, peer, slices.begin(rank) * width, slices.count(rank) * width); });
  for (; arriving != 0; --arriving) transfer.await_receive(region);
  transfer.finish();
}

// Segments of a slice of `own` elements as they arrive from one peer: `depth` places, used in turn.
struct Ring {
  Ring(size_t own, size_t width)
      : own(own),
        width(width),
        segments((own + kSegment - 1) / kSegment),
        depth(std::min(kDepth, segments)),
        place_bytes(aligned(std::min(own, kSegment) * width)) {}

  size_t own, width, segments, depth, place_bytes;

  size_t bytes() const { return depth * place_bytes; }
  size_t place(size_t segment) const { return segment % depth * place_bytes; }
  size_t length(size_t segment) const { return std::min(kSegment, own - segment * kSegment); }
};

// Scratch that sum_slice needs.
size_t staging_bytes(const Channel& channel, const Ring& ring) {
  return static_cast<size_t>(channel.world_size()) * ring.bytes();
}

// out (count of this rank's slice) = the sum of that slice over ranks. `staging` is staging_bytes() of scratch.
void sum_slice(Channel& channel, Collective collective, Wire wire, const char* input, Slices slices, float* out,
               const Ring& ring, char* staging) {
  const int rank = channel.rank();
  const int world_size = channel.world_size();
  const size_t width = size_of(wire);
  Transfer transfer(channel, collective, slices.n * width);

  std::vector<UnboundBuffer*> rings(world_size, nullptr);
  auto staged = [&](int peer) { return staging + static_cast<size_t>(peer) * ring.bytes(); };
  auto receive = [&](int peer, size_t segment) {
    transfer.receive(*rings[peer], peer, ring.place(segment), ring.length(segment) * width);
  };
  for_peers(channel, [&](int peer) {
    rings[peer] = &transfer.region(staged(peer), ring.bytes());
    for (size_t segment = 0; segment < ring.depth; ++segment) receive(peer, segment);
  });
  UnboundBuffer& source = transfer.region(const_cast<char*>(input), slices.n * width);
  for_peers(channel, [&](int peer) {
    const size_t count = slices.count(peer);
    for (size_t at = 0; at < count; at += kSegment)
      transfer.send(source, peer, (slices.begin(peer) + at) * width, std::min(kSegment, count - at) * width);
  });

  const char* mine = input + slices.begin(rank) * width;
  for (size_t segment = 0; segment < ring.segments; ++segment) {
    for (int from = 0; from < world_size; ++from) {
      if (from != rank) transfer.await_receive(*rings[from]);
      const char* x = from == rank ? mine + segment * kSegment * width : staged(from) + ring.place(segment);
      (from == 0 ? load : add)(wire, out + segment * kSegment, x, ring.length(segment));
      if (from != rank && segment + ring.depth < ring.segments) receive(from, segment + ring.depth);
    }
  }
  transfer.finish();
}

void all_reduce_small(Channel& channel, Wire wire, char* buffer, size_t n) {
  const int world_size = channel.world_size();
  const size_t bytes = n * size_of(wire);
  char* all = channel.scratch(static_cast<size_t>(world_size) * aligned(bytes) + n * sizeof(float));
  float* sum = reinterpret_cast<float*>(all + static_cast<size_t>(world_size) * aligned(bytes));
  {
    Transfer transfer(channel, Collective::kAllReduce, bytes);
    UnboundBuffer& staged = transfer.region(all, static_cast<size_t>(world_size) * aligned(bytes));
    UnboundBuffer& own = transfer.region(buffer, bytes);
    for_peers(channel, [&](int peer) {
      transfer.receive(staged, peer, static_cast<size_t>(peer) * aligned(bytes), bytes);
      transfer.send(own, peer, 0, bytes);
    });
    if (n != 0) for_peers(channel, [&](int) { transfer.await_receive(staged); });
    transfer.finish();
  }
  for (int from = 0; from < world_size; ++from) {
    const char* x = from == channel.rank() ? buffer : all + static_cast<size_t>(from) * aligned(bytes);
    (from == 0 ? load : add)(wire, sum, x, n);
  }
  store(wire, sum, buffer, n);
}

}  // namespace

void barrier(Channel& channel) { Transfer(channel, Collective::kBarrier, 0).finish(); }

void all_gather(Channel& channel, char* buffer, size_t n) {
  gather_slices(channel, Collective::kAllGather, buffer, {n, channel.world_size()}, 1);
}

void reduce_scatter(Channel& channel, Wire wire, const char* input, size_t n, float* out) {
  const Slices slices{n, channel.world_size()};
  const Ring ring(slices.count(channel.rank()), size_of(wire));
  char* staging = channel.scratch(staging_bytes(channel, ring));
  sum_slice(channel, Collective::kReduceScatter, wire, input, slices, out, ring, staging);
}

void all_reduce(Channel& channel, Wire wire, char* buffer, size_t n) {
  const size_t width = size_of(wire);
  if (n * width <= kSmallBytes) return all_reduce_small(channel, wire, buffer, n);
  const Slices slices{n, channel.world_size()};
  const Ring ring(slices.count(channel.rank()), width);
  char* staging = channel.scratch(staging_bytes(channel, ring) + ring.own * sizeof(float));
  float* sum = reinterpret_cast<float*>(staging + staging_bytes(channel, ring));
  sum_slice(channel, Collective::kAllReduce, wire, buffer, slices, sum, ring, staging);
  store(wire, sum, buffer + slices.begin(channel.rank()) * width, ring.own);
  gather_slices(channel, Collective::kAllReduce, buffer, slices, width);
}

}  // namespace dinofleet::comm
