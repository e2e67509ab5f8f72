// Arguments of an op as JavaScript gave them. Each getter checks and throws an error that names the op, the argument, what
// it got and what it wants: `layerNorm: argument 1 "weight" is float32 (383) on cpu, expected float32 (384)`.
#pragma once

#include <napi.h>

#include <initializer_list>
#include <limits>
#include <optional>
#include <string>

#include "tensor/tensor.h"

namespace dinofleet {

// A checked tensor argument; converts to Tensor when the chain of conditions has passed.
class TensorArg {
 public:
  TensorArg(Napi::Env env, std::string label, Tensor tensor)
      : env_(env), label_(std::move(label)), tensor_(std::move(tensor)) {}

  const TensorArg& floating() const;
  const TensorArg& dtype(DType dtype) const;
  const TensorArg& float32() const { return dtype(DType::kFloat32); }
  const TensorArg& rank(size_t dims) const;
  // -1 takes any size in that place.
  const TensorArg& shape(std::initializer_list<int64_t> want) const { return shape(Shape(want)); }
  const TensorArg& shape(const Shape& want) const;
  const TensorArg& numel(int64_t want) const;
  [[noreturn]] void fail(const std::string& expected) const;

  operator Tensor() const { return tensor_; }
  const Tensor& get() const { return tensor_; }

 private:
  Napi::Env env_;
  std::string label_;
  Tensor tensor_;
};

// From 2^53 on a JavaScript number is no exact integer.
constexpr int64_t kMostExact = (int64_t{1} << 53) - 1;

class Args {
 public:
  Args(const Napi::CallbackInfo& info, const char* op) : info_(info), op_(op) {}

  Napi::Env env() const { return info_.Env(); }
  TensorArg tensor(size_t index, const char* name) const;
  // Nothing for null; undefined is a mistake.
  std::optional<TensorArg> optional_tensor(size_t index, const char* name) const;
  // The same for a property of an argument that is an object.
  TensorArg tensor(size_t index, const char* name, const char* property) const;
  double number(size_t index, const char* name, const char* property) const;
  Napi::Value property(size_t index, const char* name, const char* property) const;
  double number(size_t index, const char* name) const;
  int64_t integer(size_t index, const char* name, int64_t least = std::numeric_limits<int32_t>::min(),
                  int64_t most = kMostExact) const;
  Shape shape(size_t index, const char* name) const;
  DType dtype(size_t index, const char* name) const;
  [[noreturn]] void fail(size_t index, const char* name, const std::string& expected) const;
  // For a condition between arguments.
  [[noreturn]] void fail(const std::string& message) const;

 private:
  std::string label(size_t index, const char* name, const char* property = nullptr) const;
  TensorArg to_tensor(Napi::Value value, const std::string& label) const;

  const Napi::CallbackInfo& info_;
  std::string op_;
};

// What a value is, for a message: `float32 (3, 4) on cpu`, `a string`, `undefined`.
std::string describe(Napi::Value value);

// An op as a JavaScript function: whatever it throws becomes a JavaScript error, and the process lives. The function's data
// is the op's name.
template <Napi::Value (*op)(const Napi::CallbackInfo&)>
Napi::Value guarded(const Napi::CallbackInfo& info) {
  try {
    return op(info);
  } catch (const Napi::Error&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw Napi::Error::New(info.Env(), std::string(static_cast<const char*>(info.Data())) + ": out of memory");
  } catch (const std::exception& e) {
    throw Napi::Error::New(info.Env(), std::string(static_cast<const char*>(info.Data())) + ": " + e.what());
  }
}

template <Napi::Value (*op)(const Napi::CallbackInfo&)>
void define(Napi::Env env, Napi::Object exports, const char* name) {
  exports.Set(name, Napi::Function::New<guarded<op>>(env, name, const_cast<char*>(name)));
}

}  // namespace dinofleet
