#include "image/vector/resample.h"

#include <cstring>
#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace dinofleet::image::ISA {

typedef int32_t Int4 __attribute__((vector_size(16)));
typedef int32_t Int8 __attribute__((vector_size(32)));

static constexpr int32_t kHalf = 1 << (kWeightBits - 1);

template <typename Int>
static inline Int to_level(Int sum) {
  const Int level = sum >> kWeightBits;
  const Int positive = level < 0 ? Int{} : level;
  return positive > 255 ? Int{} + 255 : positive;
}

// Between samples and vectors of int32: written out for AVX2, where the compiler takes them apart byte by byte.
#if defined(__AVX2__)

static inline Int8 load_samples(const uint8_t* src) {
  return reinterpret_cast<Int8>(_mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(src))));
}

static inline void store_levels(uint8_t* dst, Int4 levels) {
  const __m128i words = _mm_packus_epi32(reinterpret_cast<__m128i>(levels), _mm_setzero_si128());
  const int32_t bytes = _mm_cvtsi128_si32(_mm_packus_epi16(words, words));
  std::memcpy(dst, &bytes, sizeof(bytes));
}

#else

static inline Int8 load_samples(const uint8_t* src) {
  return Int8{src[0], src[1], src[2], src[3], src[4], src[5], src[6], src[7]};
}

static inline void store_levels(uint8_t* dst, Int4 levels) {
  for (int i = 0; i < 4; ++i) dst[i] = static_cast<uint8_t>(levels[i]);
}

#endif

static inline Int4 low_half(Int8 v) { return __builtin_shufflevector(v, v, 0, 1, 2, 3); }
static inline Int4 high_half(Int8 v) { return __builtin_shufflevector(v, v, 4, 5, 6, 7); }

void resample_row(const uint8_t* src, uint8_t* dst, int64_t n, const int32_t* starts, const int32_t* weights,
                  int64_t pairs) {
  for (int64_t x = 0; x < n; ++x, weights += pairs * 8) {
    const uint8_t* samples = src + static_cast<int64_t>(starts[x]) * 4;
    Int8 sum = {kHalf, kHalf, kHalf, kHalf, 0, 0, 0, 0};
    for (int64_t p = 0; p < pairs; ++p) {
      Int8 weight;
      std::memcpy(&weight, weights + p * 8, sizeof(weight));
      sum += load_samples(samples + p * 8) * weight;
    }
    store_levels(dst + x * 4, to_level(low_half(sum) + high_half(sum)));
  }
}

void resample_column(const uint8_t* src, int64_t stride, uint8_t* dst, int64_t n, const int32_t* weights,
                     int64_t taps) {
  constexpr int kVectors = 4;
  int64_t i = 0;
  for (; i + kVectors * 8 <= n; i += kVectors * 8) {
    Int8 sums[kVectors];
    for (int v = 0; v < kVectors; ++v) sums[v] = Int8{} + kHalf;
    for (int64_t t = 0; t < taps; ++t)
      for (int v = 0; v < kVectors; ++v) sums[v] += load_samples(src + t * stride + i + v * 8) * weights[t];
    for (int v = 0; v < kVectors; ++v) {
      const Int8 levels = to_level(sums[v]);
      store_levels(dst + i + v * 8, low_half(levels));
      store_levels(dst + i + v * 8 + 4, high_half(levels));
    }
  }
  for (; i < n; ++i) {
    int32_t sum = kHalf;
    for (int64_t t = 0; t < taps; ++t) sum += src[t * stride + i] * weights[t];
    const int32_t level = sum >> kWeightBits;
    dst[i] = static_cast<uint8_t>(level < 0 ? 0 : level > 255 ? 255 : level);
  }
}

}  // namespace dinofleet::image::ISA
