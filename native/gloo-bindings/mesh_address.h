// What a rank sends to the others so that they find it.
#pragma once

#include <vector>

#include "gloo-bindings/endpoint.h"

namespace dinofleet::comm {

struct MeshAddress {
  int rank = 0;
  int world_size = 0;
  Endpoint endpoint;

  std::vector<char> encode() const;
  // Throws std::invalid_argument where `bytes` is not an encoded address.
  static MeshAddress decode(const std::vector<char>& bytes);
};

}  // namespace dinofleet::comm
