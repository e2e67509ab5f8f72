// Arguments of an op as JavaScript gave them. Each getter checks and throws an error that names the op, the argument, what
// it got and what it wants: `layerNorm: argument 1 "weight" is float32 (383) on cpu, expected shape (384)`.
#pragma once

#include <napi.h>

#include <limits>
#include <optional>
#include <string>

#include "napi/field.h"
#include "napi/function.h"

namespace dinofleet {

class Args {
 public:
  Args(const Napi::CallbackInfo& info, const char* op) : info_(info), op_(op) {}

  Napi::Env env() const { return info_.Env(); }
  // For what lies within an argument: args.field(2, "plan").at(3)["flip"].boolean() speaks of `argument 2 "plan"[3].flip`.
  Field field(size_t index, const char* name) const;
  // A property of an argument that holds many, each with a name of its own: `argument 0 "options.rank"`.
  Field option(size_t index, const char* name, const char* key) const;

  TensorArg tensor(size_t index, const char* name) const { return field(index, name).tensor(); }
  // Nothing for null; undefined is a mistake.
  std::optional<TensorArg> optional_tensor(size_t index, const char* name) const;
  bool is_null(size_t index) const { return info_[index].IsNull(); }
  double number(size_t index, const char* name) const { return field(index, name).number(); }
  double number_from_0(size_t index, const char* name) const;
  double number_above_0(size_t index, const char* name) const;
  int64_t integer(size_t index, const char* name, int64_t least = std::numeric_limits<int32_t>::min(),
                  int64_t most = kMostExact) const {
    return field(index, name).integer(least, most);
  }
  Shape shape(size_t index, const char* name) const { return field(index, name).shape(); }
  DType dtype(size_t index, const char* name) const { return field(index, name).dtype(); }

  [[noreturn]] void fail(size_t index, const char* name, const std::string& expected) const;
  // A RangeError, for a condition between arguments.
  [[noreturn]] void fail(const std::string& message) const;

 private:
  const Napi::CallbackInfo& info_;
  std::string op_;
};

}  // namespace dinofleet
