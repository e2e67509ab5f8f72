// The rows of a tensor that an op picks by number: IndexTable and Rows of src/nn/backend.ts. What they hold is checked when they are
// made, and lies where JavaScript cannot write: ops need not look again.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "napi/args.h"

namespace dinofleet {

// Samples of all rows of a step. A backend may have them on its device as well.
class IndexTable {
 public:
  explicit IndexTable(std::vector<int32_t> values) : values(std::move(values)) {}
  virtual ~IndexTable() = default;

  const std::vector<int32_t> values;
};

// Samples of `length` rows each, of which the first begins at `start`; of length 1 a sample may be -1, a row of padding.
struct RowPart {
  int64_t start;
  int64_t length;
  int64_t from;  // its samples in the table
  int64_t count;
  float scale;
};

struct Rows {
  std::shared_ptr<const IndexTable> table;
  std::vector<RowPart> parts;
  int64_t total = 0;  // rows of the tensor that they are picked from
  int64_t count = 0;
  bool distinct = true;  // padding aside
  bool padded = false;
};

// An argument: rows that an op picks of a tensor, or all of its rows in their order.
class PickedRows {
 public:
  // Argument `index`: of a tensor of `total` rows.
  static PickedRows of(const Args& args, size_t index, const char* name, int64_t total);
  // The same, or null for all.
  static PickedRows optional(const Args& args, size_t index, const char* name, int64_t total);

  // For an op that writes at the rows: two equal ones would be written by two threads at once.
  const PickedRows& distinct(const Args& args, size_t index, const char* name) const;
  const PickedRows& without_padding(const Args& args, size_t index, const char* name) const;

  int64_t count() const { return rows_ ? rows_->count : total_; }
  // Null where all are picked.
  const Rows* rows() const { return rows_ ? &*rows_ : nullptr; }

 private:
  explicit PickedRows(Rows rows) : rows_(std::move(rows)), total_(rows_->total) {}
  explicit PickedRows(int64_t total) : total_(total) {}

  std::optional<Rows> rows_;
  int64_t total_;
};

}  // namespace dinofleet
