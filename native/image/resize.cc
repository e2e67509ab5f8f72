#include "image/resize.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "image/vector/resample.h"

namespace dinofleet::image {
namespace {

constexpr int64_t kMostBetween = int64_t{1} << 28;  // pixels, 1 GiB

// Keys' cubic with a = -0.5, as in Pillow.
double bicubic(double x) {
  constexpr double a = -0.5;
  x = std::abs(x);
  if (x < 1.0) return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
  if (x < 2.0) return (((x - 5.0) * x + 8.0) * x - 4.0) * a;
  return 0.0;
}

// How one axis of `in_size` samples is resized: which of them make each output sample.
struct Filter {
  int in_size;
  double scale, stretch, support;

  Filter(int in_size, int out_size)
      : in_size(in_size),
        scale(static_cast<double>(in_size) / out_size),
        stretch(std::max(scale, 1.0)),  // antialias: the filter widens with the reduction
        support(2.0 * stretch) {}

  double center(int i) const { return (i + 0.5) * scale; }
  int begin(int i) const { return std::max(static_cast<int>(center(i) - support + 0.5), 0); }
  int end(int i) const { return std::min(static_cast<int>(center(i) + support + 0.5), in_size); }
  double weight(int i, int x) const { return bicubic((x - center(i) + 0.5) * (1.0 / stretch)); }
};

// Samples of one axis, times weights, make each output sample. Samples are taken by quads, counted from the first that any
// output needs; all outputs have the same number of them. What the filter does not reach has weight 0.
struct Taps {
  int begin, end;  // samples of the axis that are needed
  int quads;
  std::vector<int32_t> starts;   // quads
  std::vector<int32_t> weights;  // (outputs, quads, 4), in 1 / 2^kWeightBits, packed
};

int quads_in(int samples) { return (samples + kQuad - 1) / kQuad; }

Taps filter_taps(const Filter& filter, int first, int count) {
  Taps out{filter.begin(first), filter.end(first + count - 1), 0, std::vector<int32_t>(count), {}};
  for (int i = 0; i < count; ++i) {
    out.starts[i] = (filter.begin(first + i) - out.begin) / kQuad;
    out.quads = std::max(out.quads, quads_in(filter.end(first + i) - out.begin) - out.starts[i]);
  }
  const int last_start = quads_in(out.end - out.begin) - out.quads;
  out.weights.assign(static_cast<size_t>(count) * out.quads * kQuad, 0);
  std::vector<double> weights(static_cast<size_t>(out.quads) * kQuad);
  for (int i = 0; i < count; ++i) {
    const int begin = filter.begin(first + i), num_taps = filter.end(first + i) - begin;
    double sum = 0.0;
    for (int t = 0; t < num_taps; ++t) sum += weights[t] = filter.weight(first + i, begin + t);
    out.starts[i] = std::min(out.starts[i], last_start);
    int32_t* fixed = &out.weights[static_cast<size_t>(i) * out.quads * kQuad + begin - out.begin - out.starts[i] * kQuad];
    for (int t = 0; t < num_taps; ++t)
      fixed[t] = static_cast<int32_t>(std::lround(weights[t] / sum * (1 << kWeightBits)));
  }
  pack_weights(out.weights.data(), static_cast<int64_t>(count) * out.quads);
  return out;
}

}  // namespace

Box reach(Box box, int height, int width, Box window) {
  const Filter rows(box.height, height), columns(box.width, width);
  const int top = rows.begin(window.top), left = columns.begin(window.left);
  return {box.top + top, box.left + left, rows.end(window.top + window.height - 1) - top,
          columns.end(window.left + window.width - 1) - left};
}

Image resize(const Image& source, Box box, int height, int width, Box window) {
  const Taps columns = filter_taps(Filter(box.width, width), window.left, window.width);
  const Taps rows = filter_taps(Filter(box.height, height), window.top, window.height);

  const int num_rows = rows.end - rows.begin;
  // A tall box that is made much wider needs far more between the passes than it has or gets.
  if (static_cast<int64_t>(num_rows) * window.width > kMostBetween)
    throw std::range_error("a box of " + std::to_string(box.height) + " x " + std::to_string(box.width) +
                           " resized to " + std::to_string(height) + " x " + std::to_string(width) +
                           " (height x width) needs " + std::to_string(num_rows) + " x " +
                           std::to_string(window.width) + " pixels on the way, more than the limit of " +
                           std::to_string(kMostBetween));

  const int64_t tiles_across = quads_in(columns.end - columns.begin);
  std::vector<uint8_t> tiles(tiles_across * kTileBytes);
  const int64_t stride = static_cast<int64_t>(quads_in(window.width)) * kTileBytes;
  const int bands = quads_in(num_rows);
  const auto narrowed = std::make_unique_for_overwrite<uint8_t[]>(bands * stride);
  for (int band = 0; band < bands; ++band) {
    const uint8_t* four[kQuad];
    for (int i = 0; i < kQuad; ++i) {
      const int row = std::min(rows.begin + band * kQuad + i, rows.end - 1);  // again: with weight 0
      four[i] = reinterpret_cast<const uint8_t*>(source.row(box.top + row) + box.left + columns.begin);
    }
    gather_tiles(four, tiles_across, tiles.data());
    resample_rows(tiles.data(), narrowed.get() + band * stride, window.width, columns.starts.data(),
                  columns.weights.data(), columns.quads);
  }

  Image out(window.height, window.width);
  for (int y = 0; y < window.height; ++y)
    resample_columns(narrowed.get() + rows.starts[y] * stride, stride, out.bytes(y), window.width,
                     &rows.weights[static_cast<size_t>(y) * rows.quads * kQuad], rows.quads);
  return out;
}

}  // namespace dinofleet::image
