// Objects that native code alone makes, and tells from all others by a type tag. Node-API itself checks `this` of methods, but
// lets an accessor be called on any addon's objects.
#pragma once

#include <napi.h>

#include <utility>

namespace dinofleet {

inline bool has_tag(Napi::Value value, const napi_type_tag& tag) {
  bool tagged = false;
  return value.IsObject() && napi_check_object_type_tag(value.Env(), value, &tag, &tagged) == napi_ok && tagged;
}

inline void set_tag(Napi::Value object, const napi_type_tag& tag) {
  if (napi_type_tag_object(object.Env(), object, &tag) != napi_ok) throw Napi::Error::New(object.Env());
}

// What the next object of a class holds, offered to its constructor. JavaScript, which can reach the class by an object's
// constructor, finds nothing to take.
template <typename Made>
class Offer {
 public:
  explicit Offer(Made& made) { offered_ = &made; }
  ~Offer() { offered_ = nullptr; }  // also where the constructor was not reached: the stack was full
  Offer(const Offer&) = delete;
  Offer& operator=(const Offer&) = delete;

  // Null where nothing is offered.
  static Made* take() { return std::exchange(offered_, nullptr); }

 private:
  inline static thread_local Made* offered_ = nullptr;
};

}  // namespace dinofleet
