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

// Pillow's types at every step: where it computes in double and stores a float, so must this, or truncation to 8 bits
// moves the hue by one level and a colour by up to six.
void shift_hue(uint32_t* pixels, int64_t n, int shift) {
  for (int64_t i = 0; i < n; ++i) {
    const uint32_t pixel = pixels[i];
    const int r = red(pixel), g = green(pixel), b = blue(pixel);
    const int larger = r > g ? r : g, smaller = r < g ? r : g;
    const int v = larger > b ? larger : b, least = smaller < b ? smaller : b;

    // Hue in sextants: base + (v - x) / range - (v - y) / range, from the channel that is largest.
    const int x = r == v ? b : g == v ? r : g;
    const int y = r == v ? g : g == v ? b : r;
    const int base = r == v ? 0 : g == v ? 2 : 4;
    const float range = static_cast<float>(v > least ? v - least : 1);
    const float from_x = static_cast<float>(v - x) / range, from_y = static_cast<float>(v - y) / range;
    const float sextants =
        static_cast<float>(static_cast<double>(base) + static_cast<double>(from_x) - static_cast<double>(from_y));
    const double turns = static_cast<double>(sextants) / 6.0 + 1.0;
    const float fraction = static_cast<float>(turns - static_cast<double>(static_cast<int>(turns)));
    const float saturation = static_cast<float>(v - least) / static_cast<float>(v > 0 ? v : 1);
    const int hue = (static_cast<int>(static_cast<double>(fraction) * 255.0) + shift) & 255;
    const int s = static_cast<int>(static_cast<double>(saturation) * 255.0);

    // Grey has s = 0, so p, q and t are all v.
    const double position = static_cast<double>(hue) * 6.0 / 255.0;
    const int sector = static_cast<int>(position);
    const float f = static_cast<float>(position - static_cast<double>(sector));
    const float fs = static_cast<float>(static_cast<double>(s) / 255.0);
    const double value = static_cast<double>(v);
    const int p = static_cast<int>(value * (1.0 - static_cast<double>(fs)) + 0.5);
    const int q = static_cast<int>(value * (1.0 - static_cast<double>(fs * f)) + 0.5);
    const int t = static_cast<int>(value * (1.0 - static_cast<double>(fs) * (1.0 - static_cast<double>(f))) + 0.5);

    // As masks, which vectorise where a choice between values does not. Sector 6 is a whole turn: sector 0.
    const int is0 = -((sector == 0) | (sector == 6)), is1 = -(sector == 1), is2 = -(sector == 2);
    const int is3 = -(sector == 3), is4 = -(sector == 4), is5 = -(sector == 5);
    const int out_red = ((is0 | is5) & v) | (is1 & q) | ((is2 | is3) & p) | (is4 & t);
    const int out_green = (is0 & t) | ((is1 | is2) & v) | (is3 & q) | ((is4 | is5) & p);
    const int out_blue = ((is0 | is1) & p) | (is2 & t) | ((is3 | is4) & v) | (is5 & q);
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
