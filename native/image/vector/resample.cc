#include "image/vector/resample.h"

#include <cstring>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace dinofleet::image::ISA {

#if defined(__AVX512BW__)
static constexpr int kVectorBytes = 64;
#elif defined(__AVX2__)
static constexpr int kVectorBytes = 32;
#else
static constexpr int kVectorBytes = 16;
#endif
static constexpr int kParts = kTileBytes / kVectorBytes;

typedef int32_t Ints __attribute__((vector_size(kVectorBytes)));
typedef uint32_t Wrapping __attribute__((vector_size(kVectorBytes)));
typedef uint16_t Words __attribute__((vector_size(kVectorBytes)));
typedef uint8_t Bytes16 __attribute__((vector_size(16)));

template <typename Vector>
static inline Vector load(const void* from) {
  Vector vector;
  std::memcpy(&vector, from, sizeof(vector));
  return vector;
}

// 16 levels as bytes, clipped to 0 and 255.
static inline Bytes16 to_bytes(const Ints (&levels)[kParts]) {
#if defined(__AVX512BW__)
  const Ints positive = levels[0] < 0 ? Ints{} : levels[0];
  return reinterpret_cast<Bytes16>(_mm512_maskz_cvtusepi32_epi8(0xffff, reinterpret_cast<__m512i>(positive)));
#elif defined(__AVX2__)
  const __m256i words =
      _mm256_packs_epi32(reinterpret_cast<__m256i>(levels[0]), reinterpret_cast<__m256i>(levels[1]));
  const __m256i bytes = _mm256_packus_epi16(words, words);
  const __m256i in_order = _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 4, 1, 5, 0, 4, 1, 5));
  return reinterpret_cast<Bytes16>(_mm256_castsi256_si128(in_order));
#elif defined(__SSE2__)
  const auto pack = [](Ints a, Ints b) { return _mm_packs_epi32(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)); };
  return reinterpret_cast<Bytes16>(_mm_packus_epi16(pack(levels[0], levels[1]), pack(levels[2], levels[3])));
#else
  Bytes16 bytes;
  for (int i = 0; i < 16; ++i) {
    const int32_t level = levels[i / 4][i % 4];
    bytes[i] = static_cast<uint8_t>(level < 0 ? 0 : level > 255 ? 255 : level);
  }
  return bytes;
#endif
}

// (4, 4) bytes with rows and columns exchanged.
static inline Bytes16 transposed(Bytes16 bytes) {
  return __builtin_shuffle(bytes, Bytes16{0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15});
}

// A weight is taken apart into numbers that the CPU multiplies bytes by. Sums of products wrap around on the way; what is put
// together in the end fits.
static constexpr uint32_t kHalf = 1u << (kWeightBits - 1);

#if defined(__AVX512VNNI__)

// low + middle * 2^8 + high * 2^16, signed bytes: of a quad { low, middle, high, 0 }, four bytes each.
void pack_weights(int32_t* weights, int64_t quads) {
  for (int64_t q = 0; q < quads; ++q, weights += kQuad) {
    uint32_t bytes[kQuad] = {};
    for (int t = 0; t < kQuad; ++t) {
      int32_t rest = weights[t];
      for (int part = 0; part < 3; ++part) {
        const int8_t byte = static_cast<int8_t>(rest & 255);
        bytes[part] |= static_cast<uint32_t>(byte & 255) << (8 * t);
        rest = (rest - byte) >> 8;
      }
    }
    std::memcpy(weights, bytes, sizeof(bytes));
  }
}

struct Weights {
  __m512i low, middle, high;

  explicit Weights(const int32_t* packed)
      : low(_mm512_set1_epi32(packed[0])), middle(_mm512_set1_epi32(packed[1])), high(_mm512_set1_epi32(packed[2])) {}
};

struct Sums {
  __m512i low = _mm512_set1_epi32(kHalf), middle = _mm512_setzero_si512(), high = _mm512_setzero_si512();

  void add(Words quads, const Weights& weights) {
    const __m512i samples = reinterpret_cast<__m512i>(quads);
    low = _mm512_dpbusd_epi32(low, samples, weights.low);
    middle = _mm512_dpbusd_epi32(middle, samples, weights.middle);
    high = _mm512_dpbusd_epi32(high, samples, weights.high);
  }
  Ints levels() const {
    const auto shifted = [](__m512i sums, int bits) { return reinterpret_cast<Wrapping>(sums) << bits; };
    return reinterpret_cast<Ints>(shifted(low, 0) + shifted(middle, 8) + shifted(high, 16)) >> kWeightBits;
  }
};

#else

// low + high * 2^kLowBits, in 16 bits each: of a quad those of its even and its odd bytes, { low even, low odd, high even,
// high odd }.
static constexpr int kLowBits = 15;

void pack_weights(int32_t* weights, int64_t quads) {
  for (int64_t q = 0; q < quads; ++q, weights += kQuad) {
    const int32_t w[kQuad] = {weights[0], weights[1], weights[2], weights[3]};
    const auto low = [&](int t) { return w[t] & ((1 << kLowBits) - 1); };
    const auto high = [&](int t) { return static_cast<uint32_t>(w[t] >> kLowBits); };
    for (int odd = 0; odd < 2; ++odd) {
      weights[odd] = low(odd) | low(odd + 2) << 16;
      weights[2 + odd] = static_cast<int32_t>((high(odd) & 0xffff) | high(odd + 2) << 16);
    }
  }
}

// Of each int32: the sum of the products of its halves.
static inline Wrapping multiply_pairs(Words samples, Words weights) {
#if defined(__AVX512BW__)
  return reinterpret_cast<Wrapping>(
      _mm512_madd_epi16(reinterpret_cast<__m512i>(samples), reinterpret_cast<__m512i>(weights)));
#elif defined(__AVX2__)
  return reinterpret_cast<Wrapping>(
      _mm256_madd_epi16(reinterpret_cast<__m256i>(samples), reinterpret_cast<__m256i>(weights)));
#elif defined(__SSE2__)
  return reinterpret_cast<Wrapping>(
      _mm_madd_epi16(reinterpret_cast<__m128i>(samples), reinterpret_cast<__m128i>(weights)));
#else
  const Ints a = reinterpret_cast<Ints>(samples), b = reinterpret_cast<Ints>(weights);
  return reinterpret_cast<Wrapping>((a << 16 >> 16) * (b << 16 >> 16) + (a >> 16) * (b >> 16));
#endif
}

struct Weights {
  Words low_even, low_odd, high_even, high_odd;

  explicit Weights(const int32_t* packed)
      : low_even(everywhere(packed[0])),
        low_odd(everywhere(packed[1])),
        high_even(everywhere(packed[2])),
        high_odd(everywhere(packed[3])) {}

 private:
  static Words everywhere(int32_t pair) { return reinterpret_cast<Words>(Ints{} + pair); }
};

struct Sums {
  Wrapping low = Wrapping{} + kHalf, high = {};

  void add(Words quads, const Weights& weights) {
    const Words even = quads & 255, odd = quads >> 8;
    low += multiply_pairs(even, weights.low_even) + multiply_pairs(odd, weights.low_odd);
    high += multiply_pairs(even, weights.high_even) + multiply_pairs(odd, weights.high_odd);
  }
  Ints levels() const { return reinterpret_cast<Ints>(low + (high << kLowBits)) >> kWeightBits; }
};

#endif

// The bytes of kTiles tiles that lie one after the other: sums over `quads` of them, `stride` bytes apart.
template <int kTiles>
static inline void sum_tiles(const uint8_t* tiles, int64_t stride, const int32_t* weights, int64_t quads,
                             Bytes16 (&out)[kTiles]) {
  Sums sums[kTiles][kParts];
  for (int64_t q = 0; q < quads; ++q, tiles += stride, weights += kQuad) {
    const Weights weight(weights);
    for (int t = 0; t < kTiles; ++t)
      for (int p = 0; p < kParts; ++p) sums[t][p].add(load<Words>(tiles + t * kTileBytes + p * kVectorBytes), weight);
  }
  for (int t = 0; t < kTiles; ++t) {
    Ints levels[kParts];
    for (int p = 0; p < kParts; ++p) levels[p] = sums[t][p].levels();
    out[t] = to_bytes(levels);
  }
}

void gather_tiles(const uint8_t* const* rows, int64_t tiles, uint8_t* __restrict out) {
  const uint8_t* const from[4] = {rows[0], rows[1], rows[2], rows[3]};
  // Of the next call, most likely: a row of each of four places is more than the CPU sees coming.
  const int64_t next = 4 * (rows[1] - rows[0]);
  for (int64_t t = 0; t < tiles; ++t)
    for (int row = 0; row < 4; ++row) {
      __builtin_prefetch(from[row] + t * 16 + next);
      const Bytes16 quads = transposed(load<Bytes16>(from[row] + t * 16));
      std::memcpy(out + t * kTileBytes + row * 16, &quads, sizeof(quads));
    }
}

void resample_rows(const uint8_t* tiles, uint8_t* out, int64_t n, const int32_t* starts, const int32_t* weights,
                   int64_t quads) {
  for (int64_t x = 0; x < n; ++x, weights += quads * kQuad, out += 16) {
    Bytes16 pixels[1];
    sum_tiles(tiles + static_cast<int64_t>(starts[x]) * kTileBytes, kTileBytes, weights, quads, pixels);
    pixels[0] = transposed(pixels[0]);
    std::memcpy(out, pixels, sizeof(pixels));
  }
}

void resample_columns(const uint8_t* rows, int64_t stride, uint8_t* out, int64_t n, const int32_t* weights,
                      int64_t quads) {
  constexpr int kTilesAtOnce = kVectorBytes / 16;
  constexpr int64_t kPixels = 4;
  int64_t x = 0;
  for (; x + kTilesAtOnce * kPixels <= n; x += kTilesAtOnce * kPixels) {
    Bytes16 pixels[kTilesAtOnce];
    sum_tiles(rows + x * 16, stride, weights, quads, pixels);
    std::memcpy(out + x * 4, pixels, sizeof(pixels));
  }
  for (; x < n; x += kPixels) {
    Bytes16 pixels[1];
    sum_tiles(rows + x * 16, stride, weights, quads, pixels);
    std::memcpy(out + x * 4, pixels, static_cast<size_t>(n - x < kPixels ? n - x : kPixels) * 4);
  }
}

}  // namespace dinofleet::image::ISA
