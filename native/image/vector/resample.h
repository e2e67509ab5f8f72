#pragma once

#include "image/vector/kernel.h"

namespace dinofleet::image {

// Fraction bits of a weight, as in Pillow: 32, less 8 for a sample and 2 for the overshoot of the filter.
constexpr int kWeightBits = 22;

// Taps are taken four at a time: four samples of one channel, along the axis that is resized, are the bytes of one int32,
// a quad. A tile is 16 quads, of four pixels of four channels.
constexpr int kQuad = 4;
constexpr int kTileBytes = 64;

// Four rows of pixels, as tiles of four columns: quads (row, channel) along the row. Reads whole tiles, `tiles` of each row.
DINOFLEET_BYTE_KERNEL(void, gather_tiles, (const uint8_t* const* rows, int64_t tiles, uint8_t* out))

// From (quads, 4) weights to what the kernels below multiply by, in place.
DINOFLEET_BYTE_KERNEL(void, pack_weights, (int32_t* weights, int64_t quads))

// Sums over `quads` tiles, from starts[x] on, times packed weights (n, quads, 4), for n pixels of four rows. What comes out are
// quads (n, channel) along the column.
DINOFLEET_BYTE_KERNEL(void, resample_rows,
                 (const uint8_t* tiles, uint8_t* out, int64_t n, const int32_t* starts, const int32_t* weights, int64_t quads))

// Sums over `quads` rows of quads (n, channel), `stride` bytes apart, times packed weights (quads, 4). Reads whole tiles of
// four pixels; writes n pixels.
DINOFLEET_BYTE_KERNEL(void, resample_columns,
                 (const uint8_t* rows, int64_t stride, uint8_t* out, int64_t n, const int32_t* weights, int64_t quads))

}  // namespace dinofleet::image
