#include "tensor/args.h"

#include <algorithm>
#include <cmath>

namespace dinofleet {

std::string describe(Napi::Value value) {
  switch (value.Type()) {
    case napi_undefined: return "undefined";
    case napi_null: return "null";
    case napi_boolean: return value.As<Napi::Boolean>().Value() ? "true" : "false";
    case napi_number: return "the number " + value.ToString().Utf8Value();
    case napi_string: return "the string \"" + value.As<Napi::String>().Utf8Value().substr(0, 40) + "\"";
    case napi_function: return "a function";
    case napi_object: break;
    default: return "a value of another type";
  }
  if (value.IsTypedArray()) {
    const auto array = value.As<Napi::TypedArray>();
    return "a typed array of " + std::to_string(array.ElementLength()) + " elements of " +
           std::to_string(array.ElementSize()) + " bytes";
  }
  return value.IsArray() ? "an array" : "an object";
}

namespace {
std::string describe(Napi::Env env, const Tensor& tensor) {
  return std::string(name_of(tensor.dtype)) + " " + to_string(tensor.shape) + " on " + environment(env).device;
}
}  // namespace

void TensorArg::fail(const std::string& expected) const {
  throw Napi::TypeError::New(env_, label_ + " is " + describe(env_, tensor_) + ", expected " + expected);
}

const TensorArg& TensorArg::floating() const {
  if (tensor_.dtype != DType::kFloat32 && tensor_.dtype != DType::kFloat16 && tensor_.dtype != DType::kBFloat16)
    fail("a floating dtype (float32, float16 or bfloat16)");
  return *this;
}

const TensorArg& TensorArg::dtype(DType dtype) const {
  if (tensor_.dtype != dtype) fail(name_of(dtype));
  return *this;
}

const TensorArg& TensorArg::rank(size_t dims) const {
  if (tensor_.shape.size() != dims) fail(std::to_string(dims) + " dimensions");
  return *this;
}

const TensorArg& TensorArg::shape(const Shape& want) const {
  bool same = want.size() == tensor_.shape.size();
  for (size_t i = 0; same && i < want.size(); ++i) same = want[i] == -1 || want[i] == tensor_.shape[i];
  if (same) return *this;
  std::string expected = "(";
  for (size_t i = 0; i < want.size(); ++i)
    expected += (i ? ", " : "") + (want[i] == -1 ? std::string("any") : std::to_string(want[i]));
  fail("shape " + expected + ")");
}

const TensorArg& TensorArg::numel(int64_t want) const {
  if (tensor_.numel() != want) fail(std::to_string(want) + " elements");
  return *this;
}

std::string Args::label(size_t index, const char* name, const char* property) const {
  std::string path = name;
  if (property != nullptr) path += std::string(".") + property;
  return op_ + ": argument " + std::to_string(index) + " \"" + path + "\"";
}

TensorArg Args::to_tensor(Napi::Value value, const std::string& label) const {
  std::optional<Tensor> tensor = unwrap(value, label);
  if (!tensor)
    throw Napi::TypeError::New(env(), label + " is " + describe(value) + ", expected a Tensor on " +
                                          environment(env()).device);
  return TensorArg(env(), label, std::move(*tensor));
}

TensorArg Args::tensor(size_t index, const char* name) const { return to_tensor(info_[index], label(index, name)); }

std::optional<TensorArg> Args::optional_tensor(size_t index, const char* name) const {
  if (info_[index].IsNull()) return std::nullopt;
  return tensor(index, name);
}

Napi::Value Args::property(size_t index, const char* name, const char* property) const {
  if (!info_[index].IsObject()) fail(index, name, "an object");
  return info_[index].As<Napi::Object>().Get(property);
}

TensorArg Args::tensor(size_t index, const char* name, const char* key) const {
  return to_tensor(property(index, name, key), label(index, name, key));
}

double Args::number(size_t index, const char* name, const char* key) const {
  const Napi::Value value = property(index, name, key);
  if (!value.IsNumber())
    throw Napi::TypeError::New(env(), label(index, name, key) + " is " + describe(value) + ", expected a number");
  return value.As<Napi::Number>().DoubleValue();
}

double Args::number(size_t index, const char* name) const {
  if (!info_[index].IsNumber()) fail(index, name, "a number");
  return info_[index].As<Napi::Number>().DoubleValue();
}

int64_t Args::integer(size_t index, const char* name, int64_t least, int64_t most) const {
  const double value = info_[index].IsNumber() ? info_[index].As<Napi::Number>().DoubleValue() : std::nan("");
  if (!(std::trunc(value) == value) || value < static_cast<double>(least) || value > static_cast<double>(most))
    fail(index, name, "an integer from " + std::to_string(least) + " to " + std::to_string(most));
  return static_cast<int64_t>(value);
}

Shape Args::shape(size_t index, const char* name) const {
  // A tensor without elements takes no memory whatever its other sizes are, but ops walk along them.
  constexpr double kMostWithoutElements = 1 << 24;
  if (!info_[index].IsArray()) fail(index, name, "an array of sizes");
  const auto array = info_[index].As<Napi::Array>();
  Shape out;
  double total = 1;  // of the sizes that are not 0
  bool none = false;
  for (uint32_t i = 0; i < array.Length(); ++i) {
    const Napi::Value item = array.Get(i);
    const double size = item.IsNumber() ? item.As<Napi::Number>().DoubleValue() : -1;
    if (!(size >= 0) || std::trunc(size) != size)
      fail(index, name, "sizes that are integers, 0 or more; element " + std::to_string(i) + " is " + describe(item));
    none = none || size == 0;
    total *= std::max(size, 1.0);
    const double most = none ? kMostWithoutElements : static_cast<double>(kMostExact);
    if (total > most)
      fail(index, name, "sizes whose product is at most " + std::to_string(static_cast<int64_t>(most)) +
                            (none ? ", leaving out those that are 0" : ""));
    out.push_back(static_cast<int64_t>(size));
  }
  return out;
}

DType Args::dtype(size_t index, const char* name) const {
  if (info_[index].IsString()) {
    const std::string text = info_[index].As<Napi::String>().Utf8Value();
    for (DType dtype : {DType::kFloat32, DType::kFloat16, DType::kBFloat16, DType::kInt32, DType::kUInt8})
      if (text == name_of(dtype)) return dtype;
  }
  fail(index, name, "one of float32, float16, bfloat16, int32, uint8");
}

void Args::fail(size_t index, const char* name, const std::string& expected) const {
  throw Napi::TypeError::New(env(), label(index, name) + " is " + describe(info_[index]) + ", expected " + expected);
}

void Args::fail(const std::string& message) const { throw Napi::RangeError::New(env(), op_ + ": " + message); }

}  // namespace dinofleet
