// The rows that an op of this backend picks, one by one.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "napi/args.h"
#include "napi/rows.h"

namespace dinofleet::cpu {

class PickedRows {
 public:
  // Argument `index`: of a tensor of `total` rows.
  static PickedRows of(const Args& args, size_t index, const char* name, int64_t total) {
    const Rows rows = rows_of(args.field(index, name));
    if (rows.total != total)
      args.fail(named(index, name) + " are of " + std::to_string(rows.total) + " rows, expected of " + std::to_string(total));
    return PickedRows(rows);
  }

  // The same, or null for all rows in their order.
  static PickedRows optional(const Args& args, size_t index, const char* name, int64_t total) {
    return args.is_null(index) ? PickedRows(total) : of(args, index, name, total);
  }

  // For an op that writes at the rows: two equal ones would be written by two threads at once.
  const PickedRows& distinct(const Args& args, size_t index, const char* name) const {
    if (!distinct_) args.fail(named(index, name) + " have a row twice, expected distinct rows");
    return *this;
  }

  const PickedRows& without_padding(const Args& args, size_t index, const char* name) const {
    if (padded_) args.fail(named(index, name) + " have padding (-1), expected none");
    return *this;
  }

  int64_t count() const { return count_; }
  // Null where the op takes all rows.
  const int32_t* data() const { return picks_all_ ? nullptr : numbers_.data(); }
  // -1 for padding.
  int64_t operator[](int64_t i) const { return picks_all_ ? i : numbers_[i]; }
  // Null where the op takes all rows, unscaled.
  const float* scales() const { return picks_all_ ? nullptr : scales_.data(); }

 private:
  explicit PickedRows(const Rows& rows)
      : numbers_(rows.numbers()),
        scales_(rows.scales()),
        count_(rows.count),
        distinct_(rows.distinct),
        padded_(rows.padded),
        picks_all_(false) {}
  explicit PickedRows(int64_t total) : count_(total) {}

  static std::string named(size_t index, const char* name) {
    return "argument " + std::to_string(index) + " \"" + name + "\"";
  }

  std::vector<int32_t> numbers_;
  std::vector<float> scales_;
  int64_t count_;
  bool distinct_ = true;
  bool padded_ = false;
  bool picks_all_ = true;
};

}  // namespace dinofleet::cpu
