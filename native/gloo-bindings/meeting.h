// Where the ranks of a mesh meet. Each listens on one port, dials those before it and is dialed by those after it: once
// for every lane. Both ends of a connection prove themselves (introduction.h), all connections at the same time. Whoever
// cannot is turned away, and takes nobody's place by having come first.
#pragma once

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "gloo-bindings/endpoint.h"
#include "gloo-bindings/introduction.h"
#include "gloo-bindings/socket.h"

namespace dinofleet::comm {

// Names the rank that a mesh cannot be connected for.
struct PeerFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Meeting {
 public:
  // Listens at once, at `here` and on any port. Throws where it cannot.
  Meeting(int rank, int world_size, size_t lanes, const SocketAddress& here);
  ~Meeting();
  Meeting(const Meeting&) = delete;
  Meeting& operator=(const Meeting&) = delete;

  const Endpoint& endpoint() const { return endpoint_; }

  // Blocks until all have met; then nobody listens any more. peers[r] is rank r's endpoint().
  // Returns [lane][peer], proven. Throws PeerFailure, or std::runtime_error after stop().
  std::vector<std::vector<Socket>> meet(const std::vector<Endpoint>& peers, const Prove& prove);
  // Wakes meet(), now or later. May be called from any thread.
  void stop();

  // The first rank that has not proven itself on every lane, or -1.
  int missing() const;
  // Who could not prove what they said; "" for nobody.
  std::string turned_away() const;

 private:
  struct Connection;
  struct Inbox;

  void dial(int peer, size_t lane, const Endpoint& endpoint);
  void accept_all();
  void drop_oldest();
  void wait();
  void advance(Connection& connection);
  void gone(Connection& connection);
  void greeted(Connection& connection);
  void proven(Connection& connection);
  void ask(Connection& connection);
  void answered(Connection& connection, const Proofs& proofs);
  void settle(Connection& connection);
  void turn_away(Connection& connection);
  bool has_place(const Greeting& greeting) const;
  bool awaits_dialers() const;

  const int rank_;
  const int world_size_;
  Socket listening_;
  Endpoint endpoint_;
  const std::shared_ptr<Inbox> inbox_;
  const Prove* prove_ = nullptr;
  std::vector<std::vector<Socket>> places_;
  std::vector<Connection> connections_;
  uint64_t connections_made_ = 0;
  int turned_away_ = 0;
  std::string last_turned_away_;
};

}  // namespace dinofleet::comm
