// A Tensor that JavaScript passed, and the conditions on it: args.tensor(0, "x").float32().rank(2).
#pragma once

#include <napi.h>

#include <initializer_list>
#include <string>
#include <utility>

#include "napi/tensor.h"

namespace dinofleet {

// Each condition throws a TypeError that says what the tensor is; converts to Tensor when the chain has passed.
class TensorArg {
 public:
  // `path` is the way to it, as in errors (napi/field.h).
  TensorArg(Napi::Env env, std::string path, Tensor tensor)
      : env_(env), path_(std::move(path)), tensor_(std::move(tensor)) {}

  const TensorArg& on(const Device& device) const;
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
  std::string path_;
  Tensor tensor_;
};

}  // namespace dinofleet
