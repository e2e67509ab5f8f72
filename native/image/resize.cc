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

// Which samples of one axis, times which weights, make each output sample. All have the same number of taps, inside the
// axis: where the filter hangs over an end, weights are 0 and the rest sum to 1.
struct Taps {
  std::vector<int32_t> starts;
  std::vector<int32_t> weights;  // (outputs, taps), in 1 / 2^kWeightBits
  int taps;
};

Taps filter_taps(int in_size, int out_size, int first, int count) {
  const double scale = static_cast<double>(in_size) / out_size;
  const double stretch = std::max(scale, 1.0);  // antialias: the filter widens with the reduction
  const double support = 2.0 * stretch;
  const int most = static_cast<int>(std::ceil(support)) * 2 + 1;
  Taps out;
  out.taps = std::min(most, in_size);
  out.starts.resize(count);
  out.weights.assign(static_cast<size_t>(count) * out.taps, 0);
  std::vector<double> weights(most);
  for (int i = 0; i < count; ++i) {
    const double center = (first + i + 0.5) * scale;
    const int begin = std::max(static_cast<int>(center - support + 0.5), 0);
    const int end = std::min(static_cast<int>(center + support + 0.5), in_size);
    double sum = 0.0;
    for (int x = begin; x < end; ++x) sum += weights[x - begin] = bicubic((x - center + 0.5) * (1.0 / stretch));
    out.starts[i] = std::min(begin, in_size - out.taps);
    int32_t* fixed = &out.weights[static_cast<size_t>(i) * out.taps + (begin - out.starts[i])];
    for (int x = begin; x < end; ++x)
      *fixed++ = static_cast<int32_t>(std::lround(weights[x - begin] / sum * (1 << kWeightBits)));
  }
  return out;
}

// In the layout of resample_row: pairs of taps, each weight four times.
std::vector<int32_t> in_pairs(const Taps& taps) {
  const int64_t pairs = (taps.taps + 1) / 2;
  std::vector<int32_t> out(taps.starts.size() * pairs * 8, 0);
  for (size_t x = 0; x < taps.starts.size(); ++x)
    for (int t = 0; t < taps.taps; ++t)
      std::fill_n(&out[(x * pairs * 2 + t) * 4], 4, taps.weights[x * taps.taps + t]);
  return out;
}

}  // namespace

Image resize(const Image& source, Box box, int height, int width, Box window) {
  const Taps columns = filter_taps(box.width, width, window.left, window.width);
  const Taps rows = filter_taps(box.height, height, window.top, window.height);
  const std::vector<int32_t> column_weights = in_pairs(columns);

  const int first_row = rows.starts.front();
  const int end_row = rows.starts.back() + rows.taps;
  // A tall box that is made much wider needs far more between the passes than it has or gets.
  if (static_cast<int64_t>(end_row - first_row) * window.width > kMostBetween)
    throw std::range_error("a box of " + std::to_string(box.height) + " x " + std::to_string(box.width) +
                           " resized to " + std::to_string(height) + " x " + std::to_string(width) +
                           " (height x width) needs " + std::to_string(end_row - first_row) + " x " +
                           std::to_string(window.width) + " pixels on the way, more than the limit of " +
                           std::to_string(kMostBetween));
  Image narrowed(end_row - first_row, window.width);
  for (int y = first_row; y < end_row; ++y) {
    const uint32_t* from = source.row(box.top + y) + box.left;
    resample_row(reinterpret_cast<const uint8_t*>(from), narrowed.bytes(y - first_row), window.width,
                 columns.starts.data(), column_weights.data(), (columns.taps + 1) / 2);
  }

  Image out(window.height, window.width);
  const int64_t row_bytes = static_cast<int64_t>(window.width) * 4;
  for (int y = 0; y < window.height; ++y)
    resample_column(narrowed.bytes(rows.starts[y] - first_row), row_bytes, out.bytes(y), row_bytes,
                    &rows.weights[static_cast<size_t>(y) * rows.taps], rows.taps);
  return out;
}

}  // namespace dinofleet::image
