// Where a rank listens for its peers.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>

namespace dinofleet::comm {

struct SocketAddress {
  sockaddr_storage storage = {};
  socklen_t length = sizeof(sockaddr_storage);

  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

struct Endpoint {
  std::string host;  // in numbers: 10.0.0.7, fd00::7
  uint16_t port = 0;

  static Endpoint of(const SocketAddress& address);
  // Throws std::invalid_argument where `host` is none in numbers.
  SocketAddress address() const;
};

// The first address of `host` that this machine can listen on, port 0. Throws std::runtime_error where there is none.
SocketAddress address_here(const std::string& host);

}  // namespace dinofleet::comm
