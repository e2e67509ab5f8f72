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
    if (rows_ && !rows_->distinct) args.fail(named(index, name) + " have a row twice, expected distinct rows");
    return *this;
  }

  const PickedRows& without_padding(const Args& args, size_t index, const char* name) const {
    if (rows_ && rows_->padded) args.fail(named(index, name) + " have padding (-1), expected none");
    return *this;
  }

  int64_t count() const { return count_; }
  // Null where the op takes all rows.
  const int32_t* data() const { return rows_ ? numbers_.data() : nullptr; }
  // -1 for padding.
  int64_t operator[](int64_t i) const { return rows_ ? numbers_[i] : i; }
  // (count) what each row of a branch is multiplied by: 1 where the op takes all rows.
  std::vector<float> scales() const {
    return rows_ ? rows_->scales() : std::vector<float>(static_cast<size_t>(count_), 1.0f);
  }

 private:
  explicit PickedRows(const Rows& rows) : rows_(rows), numbers_(rows.numbers()), count_(rows.count) {}
  explicit PickedRows(int64_t total) : count_(total) {}

  static std::string named(size_t index, const char* name) {
    return "argument " + std::to_string(index) + " \"" + name + "\"";
  }

  std::optional<Rows> rows_;  // none where all are picked
  std::vector<int32_t> numbers_;
  int64_t count_;
};

}  // namespace dinofleet::cpu
