// A value that JavaScript passed, and the way to it from the call: `crops: argument 2 "plan"[3].box.width`. Each getter
// checks, and throws a TypeError that says the way, what is there and what is expected.
#pragma once

#include <napi.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "napi/tensor_arg.h"
#include "napi/typed_array.h"

namespace dinofleet {

// What a value is, for a message: `a Float32Array of 4 elements`, `the number 2`, `undefined`.
std::string describe(Napi::Value value);

// From 2^53 on a JavaScript number is no exact integer.
constexpr int64_t kMostExact = (int64_t{1} << 53) - 1;

class Field {
 public:
  Field(Napi::Value value, std::string path) : value_(value), path_(std::move(path)) {}

  Napi::Value value() const { return value_; }
  const std::string& path() const { return path_; }

  // A property of an object. Reading one may run JavaScript (a getter, a proxy), which may move the memory of arrays: look
  // that up when all values are here.
  Field operator[](const char* key) const;
  // An array's length and elements; reading an element may run JavaScript too.
  uint32_t length() const;
  Field at(uint32_t index) const;

  double number() const;
  // `expected` says the bounds in words. NaN is in none.
  double number(double least, double most, const std::string& expected) const;
  int64_t integer(int64_t least, int64_t most) const;
  bool boolean() const;
  // Empty where it is no string.
  std::string string() const;
  DType dtype() const;
  // Sizes whose product is a number of elements.
  Shape shape() const;
  // Only in an addon that has tensors (init_tensor).
  TensorArg tensor() const;

  // A typed array of T with so many elements; see TypedArray for how long its memory is good.
  template <typename T>
  std::span<T> array(const std::string& expected, std::optional<size_t> length = std::nullopt) const {
    return elements<T>(expected, length, false);
  }
  // The same in shared memory: good as long as the array is held.
  template <typename T>
  std::span<T> shared_array(const std::string& expected, std::optional<size_t> length = std::nullopt) const {
    return elements<T>(expected, length, true);
  }
  // Keeps the value from being collected. To be dropped on the JavaScript thread.
  Napi::Reference<Napi::Value> hold() const { return Napi::Reference<Napi::Value>::New(value_, 1); }

  [[noreturn]] void fail(const std::string& expected) const;

 private:
  template <typename T>
  std::span<T> elements(const std::string& expected, std::optional<size_t> length, bool shared) const {
    const std::optional<TypedArray> array = typed_array(value_);
    if (!array || array->type != array_type_of<T>() || (length && array->length != *length) || (shared && !array->shared))
      fail(expected);
    return {reinterpret_cast<T*>(array->data), array->length};
  }

  Napi::Value value_;
  std::string path_;
};

}  // namespace dinofleet
