#include "image/vector/color.h"

namespace dinofleet::image::ISA {

static inline int red(uint32_t pixel) { return static_cast<int>(pixel & 255); }
static inline int green(uint32_t pixel) { return static_cast<int>(pixel >> 8 & 255); }
static inline int blue(uint32_t pixel) { return static_cast<int>(pixel >> 16 & 255); }
static inline uint32_t pack(int r, int g, int b) {
  return static_cast<uint32_t>(r) | static_cast<uint32_t>(g) << 8 | static_cast<uint32_t>(b) << 16;
}

static inline int grey(uint32_t pixel) {
  return (red(pixel) * 19595 + green(pixel) * 38470 + blue(pixel) * 7471 + 0x8000) >> 16;
}

static inline int blend(int from, int to, float factor) {
  const float level = static_cast<float>(from) + factor * static_cast<float>(to - from);
  return static_cast<int>(level < 0.0f ? 0.0f : level > 255.0f ? 255.0f : level);
}

void blend_from_level(uint32_t* pixels, int64_t n, int level, float factor) {
  for (int64_t i = 0; i < n; ++i) {
    const uint32_t p = pixels[i];
    pixels[i] = pack(blend(level, red(p), factor), blend(level, green(p), factor), blend(level, blue(p), factor));
  }
}

void blend_from_grey(uint32_t* pixels, int64_t n, float factor) {
  for (int64_t i = 0; i < n; ++i) {
    const uint32_t p = pixels[i];
    const int level = grey(p);
    pixels[i] = pack(blend(level, red(p), factor), blend(level, green(p), factor), blend(level, blue(p), factor));
  }
}

// level * (1 - share / 255^2), rounded; share is the product of two bytes.
static inline int lessened(int level, float share) {
  return static_cast<int>(static_cast<float>(level) * (1.0f - share * (1.0f / 65025.0f)) + 0.5f);
}

// Pillow computes some steps in double and truncates to 8 bits. In float, and with these operations, every colour comes out the
// same: another order of them moves a hue by one level and a colour by up to six.
void shift_hue(uint32_t* pixels, int64_t n, int shift) {
  for (int64_t i = 0; i < n; ++i) {
    const uint32_t pixel = pixels[i];
    const int r = red(pixel), g = green(pixel), b = blue(pixel);
    const int larger = r > g ? r : g, smaller = r < g ? r : g;
    const int v = larger > b ? larger : b, least = smaller < b ? smaller : b;

    // Hue in sextants, from that of the largest channel on towards the second largest. Grey may have any: its saturation is 0.
    const int before = r == v ? b : g == v ? r : g;
    const int after = r == v ? g : g == v ? b : r;
    const int base = r == v ? 0 : g == v ? 2 : 4;
    const int way = before == least ? 1 : -1;
    const int between = before + after - least;
    const float range = static_cast<float>(v > least ? v - least : 1);
    const float missing = static_cast<float>(v - between) / range;
    const float turns = (static_cast<float>(base + way) - static_cast<float>(way) * missing) / 6.0f;
    const int hue = (static_cast<int>((turns + (turns < 0.0f ? 1.0f : 0.0f)) * 255.0f) + shift) & 255;
    const float saturation = static_cast<float>(v - least) / static_cast<float>(v > 0 ? v : 1);
    const float s = static_cast<float>(static_cast<int>(saturation * 255.0f));

    // A whole turn is none.
    const int position = hue == 255 ? 0 : hue * 6;
    const int sector = ((position + 1) * 257) >> 16;  // position / 255
    const int rest = position - sector * 255;
    const int p = lessened(v, s * 255.0f);
    const int q = lessened(v, s * static_cast<float>((sector & 1) != 0 ? rest : 255 - rest));

    // As masks, which vectorise where a choice between values does not.
    const int is0 = -(sector == 0), is1 = -(sector == 1), is2 = -(sector == 2);
    const int is3 = -(sector == 3), is4 = -(sector == 4), is5 = -(sector == 5);
    const int out_red = ((is0 | is5) & v) | ((is1 | is4) & q) | ((is2 | is3) & p);
    const int out_green = ((is1 | is2) & v) | ((is0 | is3) & q) | ((is4 | is5) & p);
    const int out_blue = ((is3 | is4) & v) | ((is2 | is5) & q) | ((is0 | is1) & p);
    pixels[i] = pack(out_red, out_green, out_blue);
  }
}

void to_grey(uint32_t* pixels, int64_t n) {
  for (int64_t i = 0; i < n; ++i) {
    const int level = grey(pixels[i]);
    pixels[i] = pack(level, level, level);
  }
}

int64_t grey_sum(const uint32_t* pixels, int64_t n) {
  int64_t sum = 0;
  for (int64_t i = 0; i < n; ++i) sum += grey(pixels[i]);
  return sum;
}

void invert_above(uint32_t* pixels, int64_t n, int threshold) {
  uint8_t* samples = reinterpret_cast<uint8_t*>(pixels);
  for (int64_t i = 0; i < n * 4; ++i)
    samples[i] = static_cast<uint8_t>(samples[i] < threshold ? samples[i] : 255 - samples[i]);
}

void to_planes(const uint32_t* pixels, int64_t n, uint8_t* out) {
  for (int64_t i = 0; i < n; ++i) out[i] = static_cast<uint8_t>(red(pixels[i]));
  for (int64_t i = 0; i < n; ++i) out[n + i] = static_cast<uint8_t>(green(pixels[i]));
  for (int64_t i = 0; i < n; ++i) out[2 * n + i] = static_cast<uint8_t>(blue(pixels[i]));
}

}  // namespace dinofleet::image::ISA
