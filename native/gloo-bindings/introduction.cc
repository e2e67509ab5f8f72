#include "gloo-bindings/introduction.h"

#include <sys/random.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace dinofleet::comm {
namespace {

constexpr uint32_t kProtocol = 0x31504644;  // "DFP1"; a change of what is said changes the digit

}  // namespace

Greeting greet(size_t lane, int from, int to) {
  Greeting out{kProtocol, static_cast<uint32_t>(lane), static_cast<uint32_t>(from), static_cast<uint32_t>(to), {}};
  // So few bytes come whole, or not at all.
  while (getrandom(out.nonce.data(), out.nonce.size(), 0) != static_cast<ssize_t>(out.nonce.size()))
    if (errno != EINTR) throw std::runtime_error(std::string("no random numbers: ") + std::strerror(errno));
  return out;
}

bool speaks_our_protocol(const Greeting& greeting) { return greeting.protocol == kProtocol; }

bool same(const Proof& a, const Proof& b) {
  volatile uint8_t difference = 0;
  for (size_t i = 0; i < a.size(); ++i) difference = difference | (a[i] ^ b[i]);
  return difference == 0;
}

}  // namespace dinofleet::comm
