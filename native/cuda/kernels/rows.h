// The rows that a kernel picks: Rows of native/ops/rows.h, as a device reads them.
#pragma once

#include <cstdint>

namespace dinofleet::cuda {

struct RowSpan {
  int64_t start, length;
  int64_t from, count;  // of its samples in the table
  int64_t first;        // row of the result
  float scale;
};

struct RowMap {
  static constexpr int kMostSpans = 4;

  // Null where all rows are picked.
  const int32_t* table = nullptr;
  int spans = 0;
  RowSpan span[kMostSpans];
  // Where there are more spans than that: (count) the rows and their scales.
  const int32_t* rows = nullptr;
  const float* scales = nullptr;
};

}  // namespace dinofleet::cuda
