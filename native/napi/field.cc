#include "napi/field.h"

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
    case napi_symbol: return "a symbol";
    case napi_bigint: return "a bigint";
    case napi_function: return "a function";
    case napi_object: break;
    default: return "a value of another type";
  }
  if (const std::optional<TypedArray> array = typed_array(value)) {
    const std::string name = name_of(array->type);
    const char* article = name.front() == 'I' ? "an " : "a ";
    return article + name + " of " + std::to_string(array->length) + " elements" +
           (array->shared ? " in shared memory" : "");
  }
  return value.IsArray() ? "an array" : "an object";
}

void Field::fail(const std::string& expected) const {
  throw Napi::TypeError::New(value_.Env(), path_ + " is " + describe(value_) + ", expected " + expected);
}

Field Field::operator[](const char* key) const {
  if (!value_.IsObject()) fail("an object with \"" + std::string(key) + "\"");
  return {value_.As<Napi::Object>().Get(key), path_ + "." + key};
}

uint32_t Field::length() const {
  if (!value_.IsArray()) fail("an array");
  return value_.As<Napi::Array>().Length();
}

Field Field::at(uint32_t index) const {
  return {value_.As<Napi::Array>().Get(index), path_ + "[" + std::to_string(index) + "]"};
}

double Field::number() const {
  if (!value_.IsNumber()) fail("a number");
  return value_.As<Napi::Number>().DoubleValue();
}

double Field::number(double least, double most, const std::string& expected) const {
  const double number = value_.IsNumber() ? value_.As<Napi::Number>().DoubleValue() : std::nan("");
  if (!(number >= least && number <= most)) fail(expected);
  return number;
}

int64_t Field::integer(int64_t least, int64_t most) const {
  const double value = value_.IsNumber() ? value_.As<Napi::Number>().DoubleValue() : std::nan("");
  if (!(value >= static_cast<double>(least) && value <= static_cast<double>(most)) || std::trunc(value) != value)
    fail("an integer from " + std::to_string(least) + " to " + std::to_string(most));
  return static_cast<int64_t>(value);
}

bool Field::boolean() const {
  if (!value_.IsBoolean()) fail("true or false");
  return value_.As<Napi::Boolean>().Value();
}

std::string Field::string() const { return value_.IsString() ? value_.As<Napi::String>().Utf8Value() : ""; }

DType Field::dtype() const {
  const std::string text = string();
  for (DType dtype : {DType::kFloat32, DType::kFloat16, DType::kBFloat16, DType::kInt32, DType::kUInt8})
    if (text == name_of(dtype)) return dtype;
  fail("one of float32, float16, bfloat16, int32, uint8");
}

Shape Field::shape() const {
  // A tensor without elements takes no memory whatever its other sizes are, but ops walk along them.
  constexpr double kMostWithoutElements = 1 << 24;
  if (!value_.IsArray()) fail("an array of sizes");
  Shape out;
  double total = 1;  // of the sizes that are not 0
  bool none = false;
  const uint32_t count = length();
  for (uint32_t i = 0; i < count; ++i) {
    const Field item = at(i);
    const double size = item.value_.IsNumber() ? item.number() : -1;
    if (!(size >= 0) || std::trunc(size) != size) item.fail("a size, an integer of 0 or more");
    none = none || size == 0;
    total *= std::max(size, 1.0);
    const double most = none ? kMostWithoutElements : static_cast<double>(kMostExact);
    if (total > most)
      fail("sizes whose product is at most " + std::to_string(static_cast<int64_t>(most)) +
           (none ? ", leaving out those that are 0" : ""));
    out.push_back(static_cast<int64_t>(size));
  }
  return out;
}

TensorArg Field::tensor() const {
  std::optional<Tensor> tensor = unwrap(value_, path_);
  const Device& device = environment(value_.Env()).device;
  if (!tensor) fail("a Tensor on " + device.name());
  return TensorArg(value_.Env(), path_, std::move(*tensor)).on(device);
}

}  // namespace dinofleet
