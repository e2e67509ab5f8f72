// Runs of a shard's elements that share multipliers: Segments of src/nn/backend.ts. A backend may have them on its device as well.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace dinofleet {

struct Segment {
  int64_t end;
  double lr_multiplier;
  double weight_decay_multiplier;
  bool is_last_layer;
};

class Segments {
 public:
  explicit Segments(std::vector<Segment> runs) : runs(std::move(runs)) {}
  virtual ~Segments() = default;

  // Ends ascend.
  const std::vector<Segment> runs;

  int64_t numel() const { return runs.empty() ? 0 : runs.back().end; }
};

}  // namespace dinofleet
