// Gloo asks for the name of a peer that it has accepted, in a thread of its own, and where the peer has reset the connection meanwhile it
// throws there: that ends the process. Here such a peer has a name of zeros, and whoever reads from it finds the reset. Gloo calls this
// definition, as it comes before its own in the order in which symbols of an addon and of its libraries are looked up.
#include <gloo/transport/tcp/address.h>
#include <sys/socket.h>

namespace gloo::transport::tcp {

__attribute__((visibility("default"))) Address Address::fromPeerName(int fd) {
  sockaddr_storage name{};
  socklen_t length = sizeof(name);
  if (getpeername(fd, reinterpret_cast<sockaddr*>(&name), &length) != 0) name = {};
  return Address(name);
}

}  // namespace gloo::transport::tcp
