// An image in memory: one uint32 a pixel, red in the lowest byte, then green, blue, and a byte that nobody reads. Four
// bytes a pixel, so that a vector register holds whole pixels.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

namespace dinofleet::image {

static_assert(std::endian::native == std::endian::little, "pixels are bytes in the order red, green, blue, unused");

// The file cannot be read as an image. The message says what is wrong with it.
class BadImage : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A part of an image, in pixels.
struct Box {
  int top, left, height, width;

  int bottom() const { return top + height; }
  int right() const { return left + width; }
};

// The smallest that holds both.
inline Box enclosing(const Box& a, const Box& b) {
  const int top = std::min(a.top, b.top), left = std::min(a.left, b.left);
  return {top, left, std::max(a.bottom(), b.bottom()) - top, std::max(a.right(), b.right()) - left};
}

class Image {
 public:
  // Pixels that kernels may read, but not write, behind the last one.
  static constexpr size_t kSlack = 16;

  Image() = default;
  Image(int height, int width)
      : height(height),
        width(width),
        pixels_(std::make_unique_for_overwrite<uint32_t[]>(static_cast<size_t>(height) * width + kSlack)) {
    for (size_t i = 0; i < kSlack; ++i) pixels_[numel() + i] = 0;
  }

  int height = 0;
  int width = 0;

  void fill(uint32_t pixel) { std::fill_n(pixels_.get(), numel(), pixel); }

  size_t numel() const { return static_cast<size_t>(height) * width; }
  uint32_t* row(int y) { return pixels_.get() + static_cast<size_t>(y) * width; }
  const uint32_t* row(int y) const { return pixels_.get() + static_cast<size_t>(y) * width; }
  uint8_t* bytes(int y) { return reinterpret_cast<uint8_t*>(row(y)); }
  const uint8_t* bytes(int y) const { return reinterpret_cast<const uint8_t*>(row(y)); }

 private:
  std::unique_ptr<uint32_t[]> pixels_;
};

}  // namespace dinofleet::image
