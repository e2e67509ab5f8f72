// How kernels read a RowMap.
#pragma once

#include "cuda/kernels/kernel.h"
#include "cuda/kernels/rows.h"

namespace dinofleet::cuda {

struct PickedRow {
  int64_t row;  // -1: padding
  float scale;
};

// Row `r` of those that are picked.
__device__ __forceinline__ PickedRow picked_row(const RowMap& map, int64_t r) {
  if (map.rows != nullptr) return {map.rows[r], map.scales[r]};
  if (map.table == nullptr) return {r, 1.0f};
  int s = 0;
  while (s + 1 < map.spans && r >= map.span[s + 1].first) ++s;
  const RowSpan& span = map.span[s];
  const int64_t within = r - span.first;
  const int32_t sample = map.table[span.from + within / span.length];
  if (sample < 0) return {-1, span.scale};
  return {span.start + sample * span.length + within % span.length, span.scale};
}

}  // namespace dinofleet::cuda
