// The collectives: direct exchanges between every two ranks over one channel. Each runs to its end on the calling
// thread and throws where a peer is lost.
//
// Letters: W world size, n elements in all. The n elements are split into slices, one a rank.
#pragma once

#include <algorithm>
#include <cstddef>

#include "gloo-bindings/channel.h"
#include "gloo-bindings/sum.h"

namespace dinofleet::comm {

// ceil(n / W) elements a rank; the last ranks have fewer, or none, where W does not divide n.
struct Slices {
  size_t n;
  int world_size;

  size_t begin(int rank) const { return std::min(n, static_cast<size_t>(rank) * ((n + world_size - 1) / world_size)); }
  size_t count(int rank) const { return begin(rank + 1) - begin(rank); }
};

void barrier(Channel& channel);

// buffer (n bytes, a multiple of W): this rank's slice is in its place, the others' arrive.
void all_gather(Channel& channel, char* buffer, size_t n);

// input (n), a multiple of W; out (n / W) float32 = sum over ranks of this rank's slice, added in rank order.
void reduce_scatter(Channel& channel, Wire wire, const char* input, size_t n, float* out);

// buffer (n) becomes the sum over ranks: added in float32 in rank order, then rounded once to the wire's format, so
// that every rank has the same bits. Small buffers are gathered whole and summed by every rank: one exchange, not
// two.
void all_reduce(Channel& channel, Wire wire, char* buffer, size_t n);

}  // namespace dinofleet::comm
