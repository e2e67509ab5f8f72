#include "gloo-bindings/proven_pair.h"

#include <stdexcept>
#include <utility>

#include "gloo-bindings/endpoint.h"

namespace gloo::transport::tcp {

// A pair's constructor calls this. Gloo finds this definition, as it comes before its own in the order in which symbols
// of an addon and of its libraries are looked up.
__attribute__((visibility("default"))) void Pair::listen() {}

}  // namespace gloo::transport::tcp

namespace dinofleet::comm {

void ProvenPair::adopt(Socket connection) {
  std::lock_guard lock(m_);
  if (state_ == CLOSED) throw std::runtime_error("closed");
  if (state_ != INITIALIZING)
    throw std::runtime_error("this Gloo listens by itself, where anybody may connect; expected Debian's libgloo-dev of 2022");
  SocketAddress peer;
  if (getpeername(connection.fd(), peer.get(), &peer.length) == -1)
    throw std::runtime_error("it has reset the connection");
  fd_ = connection.fd();
  try {
    handleConnected();
  } catch (...) {
    fd_ = -1;
    throw;
  }
  connection.release();
}

std::unique_ptr<::gloo::transport::Pair>& ProvenContext::createPair(int peer) {
  pairs_[peer] = std::make_unique<ProvenPair>(this, device_.get(), peer, getTimeout());
  return pairs_[peer];
}

void ProvenContext::adopt(int peer, Socket connection) {
  static_cast<ProvenPair&>(*pairs_[peer]).adopt(std::move(connection));
}

}  // namespace dinofleet::comm
