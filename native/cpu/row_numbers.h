// The rows that an op picks, one by one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "ops/rows.h"

namespace dinofleet::cpu {

class RowNumbers {
 public:
  explicit RowNumbers(const PickedRows& picked) : rows_(picked.rows()), count_(picked.count()) {
    if (rows_ == nullptr) return;
    numbers_.resize(static_cast<size_t>(count_));
    int32_t* to = numbers_.data();
    for (const RowPart& part : rows_->parts)
      for (int64_t i = part.from; i < part.from + part.count; ++i) {
        const int32_t sample = rows_->table->values[i];
        const int32_t first = sample < 0 ? -1 : static_cast<int32_t>(part.start + sample * part.length);
        for (int64_t t = 0; t < part.length; ++t) *to++ = first + static_cast<int32_t>(t);
      }
  }

  int64_t count() const { return count_; }
  // Null where all rows are picked.
  const int32_t* data() const { return rows_ == nullptr ? nullptr : numbers_.data(); }
  // -1 for padding.
  int64_t operator[](int64_t i) const { return rows_ == nullptr ? i : numbers_[i]; }

  // (count) what each row of a branch is multiplied by: 1 where all are picked.
  std::vector<float> scales() const {
    std::vector<float> out(static_cast<size_t>(count_), 1.0f);
    if (rows_ == nullptr) return out;
    float* to = out.data();
    for (const RowPart& part : rows_->parts) to = std::fill_n(to, part.count * part.length, part.scale);
    return out;
  }

 private:
  const Rows* rows_;
  std::vector<int32_t> numbers_;
  int64_t count_;
};

}  // namespace dinofleet::cpu
