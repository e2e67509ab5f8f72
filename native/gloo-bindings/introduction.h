// What the two ends of a fresh connection say to each other before anything else:
//
//     the one that dialed                      the one that listens
//       its greeting                  ->
//                                     <-         its greeting
//       its proof                     ->
//                                     <-         its proof, where the dialer's is right
//
// A greeting has a random nonce. A proof is made from both greetings with the key of the generation, which the two
// share (Prove), and says which end it is of: what was heard of another connection, or what is sent back to where it
// came from, proves nothing. Who has proven nothing gets no proof.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <variant>

namespace dinofleet::comm {

struct Greeting {
  uint32_t protocol;
  uint32_t lane;
  uint32_t from;
  uint32_t to;
  std::array<uint8_t, 32> nonce;
};
static_assert(sizeof(Greeting) == 48);

struct Transcript {
  Greeting dialer;
  Greeting listener;
};

using Proof = std::array<uint8_t, 32>;

struct Proofs {
  Proof dialer;
  Proof listener;
};

// Has the proofs of a connection made, on whatever thread, and hands them on or says what went wrong.
using Answer = std::function<void(std::variant<Proofs, std::string>)>;
using Prove = std::function<void(const Transcript&, Answer)>;

// With a nonce of its own.
Greeting greet(size_t lane, int from, int to);
bool speaks_our_protocol(const Greeting& greeting);

// Takes as long wherever they differ.
bool same(const Proof& a, const Proof& b);

}  // namespace dinofleet::comm
