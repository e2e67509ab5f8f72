// Debian's libgloo-dev leaves out this header, which its headers of the TCP transport include; where it is there, it is
// found first. They need names and sizes: what Gloo does with these pointers is compiled into its library.
#pragma once

#include <memory>

namespace gloo {

template <typename T>
class NonOwningPtr;

template <typename T>
class WeakNonOwningPtr {
  std::weak_ptr<T> ptr_;
};

}  // namespace gloo
