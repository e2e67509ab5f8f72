// Random numbers that depend on the key and on the element's index alone. Element e is number e % 4 of the four that block
// e / 4 of Philox gives.
#include <limits>

#include "ops/ops.h"

namespace dinofleet {
namespace {

PhiloxKey key_of(const Field& key) {
  if (key.length() != 2) key.fail("an array of two integers");
  const auto word = [&key](uint32_t i) {
    return static_cast<uint32_t>(key.at(i).integer(0, std::numeric_limits<uint32_t>::max()));
  };
  return {word(0), word(1)};
}

Napi::Value random_normal(const Args& args, Backend& backend) {
  const Tensor out = args.tensor(0, "out").float32();
  const PhiloxKey key = key_of(args.field(1, "key"));
  const int64_t offset = args.integer(2, "offset", 0, kMostExact + 1 - out.numel());
  const double std = args.number(3, "std");
  backend.random_normal(out, key, offset, std);
  return args.env().Undefined();
}

Napi::Value random_uniform(const Args& args, Backend& backend) {
  const Tensor out = args.tensor(0, "out").float32();
  const PhiloxKey key = key_of(args.field(1, "key"));
  const int64_t offset = args.integer(2, "offset", 0, kMostExact + 1 - out.numel());
  const double low = args.number(3, "low");
  const double high = args.number(4, "high");
  backend.random_uniform(out, key, offset, low, high);
  return args.env().Undefined();
}

}  // namespace

void define_random(OpExports& ops) {
  ops.define<random_normal>("randomNormal");
  ops.define<random_uniform>("randomUniform");
}

}  // namespace dinofleet
