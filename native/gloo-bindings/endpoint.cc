#include "gloo-bindings/endpoint.h"

#include <netdb.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "gloo-bindings/socket.h"

namespace dinofleet::comm {
namespace {

using Found = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

// `error` is getaddrinfo's.
Found look_up(const std::string& host, const std::string& port, int flags, int& error) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* found = nullptr;
  error = getaddrinfo(host.c_str(), port.empty() ? nullptr : port.c_str(), &hints, &found);
  return {error == 0 ? found : nullptr, freeaddrinfo};
}

SocketAddress copied(const addrinfo& from) {
  SocketAddress out;
  std::memcpy(&out.storage, from.ai_addr, from.ai_addrlen);
  out.length = from.ai_addrlen;
  return out;
}

}  // namespace

Endpoint Endpoint::of(const SocketAddress& address) {
  char host[NI_MAXHOST];
  char port[NI_MAXSERV];
  if (getnameinfo(address.get(), address.length, host, sizeof(host), port, sizeof(port),
                  NI_NUMERICHOST | NI_NUMERICSERV) != 0)
    return {"an unknown address", 0};
  return {host, static_cast<uint16_t>(std::stoi(port))};
}

SocketAddress Endpoint::address() const {
  int error;
  const Found found = look_up(host, std::to_string(port), AI_NUMERICHOST | AI_NUMERICSERV, error);
  if (!found) throw std::invalid_argument("of a host \"" + host + "\"");
  return copied(*found);
}

SocketAddress address_here(const std::string& host) {
  int error;
  const Found found = look_up(host, "", 0, error);
  if (!found) throw std::runtime_error("cannot resolve \"" + host + "\": " + gai_strerror(error));
  std::string cause = "no address";
  for (const addrinfo* at = found.get(); at != nullptr; at = at->ai_next) {
    const Socket tried(socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (tried.is_open() && bind(tried.fd(), at->ai_addr, at->ai_addrlen) == 0) return copied(*at);
    cause = std::strerror(errno);
  }
  throw std::runtime_error("cannot listen on \"" + host + "\": " + cause);
}

}  // namespace dinofleet::comm
