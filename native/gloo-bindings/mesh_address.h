// What a rank sends to the others so that they find it: for each lane, the address that it listens on for each peer.
#pragma once

#include <string>
#include <vector>

namespace dinofleet::comm {

struct MeshAddress {
  int rank = 0;
  int world_size = 0;
  // [lane][peer]; empty for the rank itself.
  std::vector<std::vector<std::vector<char>>> lanes;

  std::vector<char> encode() const;
  // Throws std::invalid_argument where `bytes` is not an encoded address.
  static MeshAddress decode(const std::vector<char>& bytes);
};

}  // namespace dinofleet::comm
