// Gloo's ends of connections that were made and proven elsewhere. Gloo's own pairs listen on a port each, take whoever
// comes first for their peer, and end the process over a message that makes no sense.
#pragma once

#include <gloo/transport/tcp/context.h>
#include <gloo/transport/tcp/device.h>
#include <gloo/transport/tcp/pair.h>

#include <memory>

#include "gloo-bindings/socket.h"

namespace dinofleet::comm {

class ProvenPair : public ::gloo::transport::tcp::Pair {
 public:
  using Pair::Pair;

  // Throws where the peer has gone meanwhile.
  void adopt(Socket connection);
};

class ProvenContext : public ::gloo::transport::tcp::Context {
 public:
  using Context::Context;

  std::unique_ptr<::gloo::transport::Pair>& createPair(int peer) override;
  void adopt(int peer, Socket connection);
};

}  // namespace dinofleet::comm
