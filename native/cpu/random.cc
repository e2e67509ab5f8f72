// Computed in double by plain code: the same on every instruction set.
#include <array>
#include <cmath>
#include <numbers>

#include "cpu/chunks.h"
#include "cpu/cpu_backend.h"

namespace dinofleet::cpu {
namespace {

// Elements [offset, offset + out.numel()): `numbers_of(words)` makes four of them of a block's words.
template <typename F>
void draw(const Tensor& out, PhiloxKey key, int64_t offset, F&& numbers_of) {
  constexpr int64_t kPiece = 4096;
  Chunks(out.numel(), kPiece).parallel([&](int64_t, int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end;) {
      const int64_t element = offset + i;
      const uint64_t block = static_cast<uint64_t>(element) / 4;
      const std::array<float, 4> numbers =
          numbers_of(philox({{static_cast<uint32_t>(block), static_cast<uint32_t>(block >> 32), 0, 0}}, key));
      for (int64_t lane = element % 4; lane < 4 && i < end; ++lane, ++i) out.data<float>()[i] = numbers[lane];
    }
  });
}

}  // namespace

// Box-Muller on words 0 and 1, and on words 2 and 3. The radius' uniform is in (0, 1], so that its logarithm is finite.
void CpuBackend::random_normal(const Tensor& out, PhiloxKey key, int64_t offset, double std) {
  draw(out, key, offset, [std](const PhiloxWords& words) {
    std::array<float, 4> numbers;
    for (int pair = 0; pair < 4; pair += 2) {
      const double radius = std::sqrt(-2 * std::log((words.word[pair] + 1.0) * 0x1p-32)) * std;
      const double angle = words.word[pair + 1] * (0x1p-32 * 2 * std::numbers::pi);
      numbers[pair] = static_cast<float>(radius * std::cos(angle));
      numbers[pair + 1] = static_cast<float>(radius * std::sin(angle));
    }
    return numbers;
  });
}

void CpuBackend::random_uniform(const Tensor& out, PhiloxKey key, int64_t offset, double low, double high) {
  draw(out, key, offset, [low, high](const PhiloxWords& words) {
    std::array<float, 4> numbers;
    // The upper 24 bits, as many as a float holds exactly: [0, 1) has no value that rounds up to 1.
    for (int i = 0; i < 4; ++i) numbers[i] = static_cast<float>(low + (high - low) * ((words.word[i] >> 8) * 0x1p-24));
    return numbers;
  });
}

}  // namespace dinofleet::cpu
