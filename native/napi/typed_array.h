// Memory of JavaScript's own: what a typed array is a view of.
#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace dinofleet {

// Good until JavaScript runs again: it may then transfer, resize or collect the buffer. A shared one, a SharedArrayBuffer's,
// can be neither transferred nor made smaller: it stays where it is as long as the array is held (Field::hold).
struct TypedArray {
  napi_typedarray_type type = napi_uint8_array;
  size_t length = 0;  // elements; none where the buffer is gone, or has become too short for the array
  size_t bytes = 0;
  std::byte* data = nullptr;
  bool shared = false;
};

// Nothing where `value` is no typed array.
std::optional<TypedArray> typed_array(Napi::Value value);

// `Float32Array`, as JavaScript calls it.
const char* name_of(napi_typedarray_type type);

template <typename T>
constexpr napi_typedarray_type array_type_of();
template <>
constexpr napi_typedarray_type array_type_of<float>() {
  return napi_float32_array;
}
template <>
constexpr napi_typedarray_type array_type_of<double>() {
  return napi_float64_array;
}
template <>
constexpr napi_typedarray_type array_type_of<int32_t>() {
  return napi_int32_array;
}
template <>
constexpr napi_typedarray_type array_type_of<uint8_t>() {
  return napi_uint8_array;
}

}  // namespace dinofleet
