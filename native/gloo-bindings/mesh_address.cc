#include "gloo-bindings/mesh_address.h"

#include <algorithm>
#include <stdexcept>

namespace dinofleet::comm {
namespace {

constexpr uint32_t kMagic = 0x324c4744;  // "DGL2"; a change of the wire between ranks changes the digit
constexpr uint32_t kMost = 1 << 20;

struct Head {
  uint32_t magic;
  uint32_t rank;
  uint32_t world_size;
  uint32_t port;
};

}  // namespace

std::vector<char> MeshAddress::encode() const {
  const Head head{kMagic, static_cast<uint32_t>(rank), static_cast<uint32_t>(world_size), endpoint.port};
  const std::string out = std::string(reinterpret_cast<const char*>(&head), sizeof(head)) + endpoint.host;
  return {out.begin(), out.end()};
}

MeshAddress MeshAddress::decode(const std::vector<char>& bytes) {
  Head head = {};
  std::copy_n(bytes.begin(), std::min(sizeof(head), bytes.size()), reinterpret_cast<char*>(&head));
  if (head.magic != kMagic) throw std::invalid_argument("not an address");
  if (bytes.size() <= sizeof(head)) throw std::invalid_argument("cut short");
  if (head.rank > kMost || head.world_size > kMost || head.port > UINT16_MAX)
    throw std::invalid_argument("out of range");
  MeshAddress out{static_cast<int>(head.rank),
                  static_cast<int>(head.world_size),
                  {{bytes.begin() + sizeof(head), bytes.end()}, static_cast<uint16_t>(head.port)}};
  out.endpoint.address();
  return out;
}

}  // namespace dinofleet::comm
