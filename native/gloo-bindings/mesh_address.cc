#include "gloo-bindings/mesh_address.h"

#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace dinofleet::comm {
namespace {

constexpr uint32_t kMagic = 0x314c4744;  // "DGL1"; a change of the wire between ranks changes the digit
constexpr uint32_t kMost = 1 << 20;

void put(std::vector<char>& out, uint32_t value) {
  const char* bytes = reinterpret_cast<const char*>(&value);
  out.insert(out.end(), bytes, bytes + sizeof(value));
}

struct Reader {
  const std::vector<char>& bytes;
  size_t at = 0;

  std::vector<char> take(size_t n) {
    if (n > bytes.size() - at) throw std::invalid_argument("cut short");
    const auto from = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    at += n;
    return {from, from + static_cast<std::ptrdiff_t>(n)};
  }
  uint32_t number() {
    uint32_t value;
    std::memcpy(&value, take(sizeof(value)).data(), sizeof(value));
    if (value > kMost && value != kMagic) throw std::invalid_argument("out of range");
    return value;
  }
};

}  // namespace

std::vector<char> MeshAddress::encode() const {
  std::vector<char> out;
  put(out, kMagic);
  put(out, static_cast<uint32_t>(rank));
  put(out, static_cast<uint32_t>(world_size));
  put(out, static_cast<uint32_t>(lanes.size()));
  for (const auto& lane : lanes) {
    for (const auto& address : lane) {
      put(out, static_cast<uint32_t>(address.size()));
      out.insert(out.end(), address.begin(), address.end());
    }
  }
  return out;
}

MeshAddress MeshAddress::decode(const std::vector<char>& bytes) {
  Reader reader{bytes};
  if (reader.number() != kMagic) throw std::invalid_argument("not an address");
  MeshAddress out;
  out.rank = static_cast<int>(reader.number());
  out.world_size = static_cast<int>(reader.number());
  for (uint32_t lane = reader.number(); lane != 0; --lane) {
    auto& peers = out.lanes.emplace_back();
    for (int peer = 0; peer < out.world_size; ++peer) peers.push_back(reader.take(reader.number()));
  }
  if (reader.at != bytes.size()) throw std::invalid_argument("too long");
  return out;
}

}  // namespace dinofleet::comm
