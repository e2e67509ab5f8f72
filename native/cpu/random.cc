// Random numbers that depend on the key and on the element's index alone. Element e is number e % 4 of the four that block
// e / 4 of Philox gives. Computed in double by plain code: the same on every instruction set.
#include <cmath>
#include <limits>
#include <numbers>

#include "cpu/chunks.h"
#include "cpu/components.h"
#include "cpu/philox.h"
#include "napi/args.h"

namespace dinofleet::cpu {
namespace {

PhiloxKey key_of(const Field& key) {
  if (key.length() != 2) key.fail("an array of two integers");
  const auto word = [&key](uint32_t i) {
    return static_cast<uint32_t>(key.at(i).integer(0, std::numeric_limits<uint32_t>::max()));
  };
  return {word(0), word(1)};
}

// Elements [offset, offset + out.numel()): `numbers_of(words)` makes four of them of a block's words.
template <typename F>
void draw(const Tensor& out, PhiloxKey key, int64_t offset, F&& numbers_of) {
  constexpr int64_t kPiece = 4096;
  Chunks(out.numel(), kPiece).parallel([&](int64_t, int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end;) {
      const int64_t element = offset + i;
      const uint64_t block = static_cast<uint64_t>(element) / 4;
      const std::array<float, 4> numbers =
          numbers_of(philox({static_cast<uint32_t>(block), static_cast<uint32_t>(block >> 32), 0, 0}, key));
      for (int64_t lane = element % 4; lane < 4 && i < end; ++lane, ++i) out.data<float>()[i] = numbers[lane];
    }
  });
}

Napi::Value random_normal(const Napi::CallbackInfo& info) {
  Args args(info, "randomNormal");
  const Tensor out = args.tensor(0, "out").float32();
  const PhiloxKey key = key_of(args.field(1, "key"));
  const int64_t offset = args.integer(2, "offset", 0, kMostExact + 1 - out.numel());
  const double std = args.number(3, "std");
  // Box-Muller on words 0 and 1, and on words 2 and 3. The radius' uniform is in (0, 1], so that its logarithm is finite.
  draw(out, key, offset, [std](const PhiloxWords& words) {
    std::array<float, 4> numbers;
    for (int pair = 0; pair < 4; pair += 2) {
      const double radius = std::sqrt(-2 * std::log((words[pair] + 1.0) * 0x1p-32)) * std;
      const double angle = words[pair + 1] * (0x1p-32 * 2 * std::numbers::pi);
      numbers[pair] = static_cast<float>(radius * std::cos(angle));
      numbers[pair + 1] = static_cast<float>(radius * std::sin(angle));
    }
    return numbers;
  });
  return info.Env().Undefined();
}

Napi::Value random_uniform(const Napi::CallbackInfo& info) {
  Args args(info, "randomUniform");
  const Tensor out = args.tensor(0, "out").float32();
  const PhiloxKey key = key_of(args.field(1, "key"));
  const int64_t offset = args.integer(2, "offset", 0, kMostExact + 1 - out.numel());
  const double low = args.number(3, "low");
  const double high = args.number(4, "high");
  draw(out, key, offset, [low, high](const PhiloxWords& words) {
    std::array<float, 4> numbers;
    // The upper 24 bits, as many as a float holds exactly: [0, 1) has no value that rounds up to 1.
    for (int i = 0; i < 4; ++i) numbers[i] = static_cast<float>(low + (high - low) * ((words[i] >> 8) * 0x1p-24));
    return numbers;
  });
  return info.Env().Undefined();
}

}  // namespace

void init_random(Napi::Env env, Napi::Object exports) {
  define<random_normal>(env, exports, "randomNormal");
  define<random_uniform>(env, exports, "randomUniform");
}

}  // namespace dinofleet::cpu
