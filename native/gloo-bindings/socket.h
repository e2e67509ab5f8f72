// A file descriptor and who closes it.
#pragma once

#include <unistd.h>

#include <utility>

namespace dinofleet::comm {

class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    other.close();
    return *this;
  }
  ~Socket() { close(); }

  // -1 where there is none.
  int fd() const { return fd_; }
  bool is_open() const { return fd_ != -1; }
  // To another owner.
  int release() { return std::exchange(fd_, -1); }
  void close() {
    if (is_open()) ::close(release());
  }

 private:
  int fd_ = -1;
};

}  // namespace dinofleet::comm
