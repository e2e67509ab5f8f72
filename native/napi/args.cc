#include "napi/args.h"

namespace dinofleet {

Field Args::field(size_t index, const char* name) const {
  return {info_[index], op_ + ": argument " + std::to_string(index) + " \"" + name + "\""};
}

Field Args::option(size_t index, const char* name, const char* key) const {
  if (!info_[index].IsObject()) fail(index, name, "an object");
  return {info_[index].As<Napi::Object>().Get(key),
          op_ + ": argument " + std::to_string(index) + " \"" + name + "." + key + "\""};
}

std::optional<TensorArg> Args::optional_tensor(size_t index, const char* name) const {
  if (info_[index].IsNull()) return std::nullopt;
  return tensor(index, name);
}

double Args::number_from_0(size_t index, const char* name) const {
  return field(index, name).number(0, std::numeric_limits<double>::infinity(), "a number, 0 or more");
}

double Args::number_above_0(size_t index, const char* name) const {
  constexpr double kLeast = std::numeric_limits<double>::denorm_min();
  return field(index, name).number(kLeast, std::numeric_limits<double>::infinity(), "a number above 0");
}

void Args::fail(size_t index, const char* name, const std::string& expected) const {
  field(index, name).fail(expected);
}

void Args::fail(const std::string& message) const { throw Napi::RangeError::New(env(), op_ + ": " + message); }

}  // namespace dinofleet
