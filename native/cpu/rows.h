// The rows of a tensor that an op picks by number. A copy: what was checked cannot be changed, by a collective that the tensor
// is lent to, before it is used.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "napi/args.h"

namespace dinofleet::cpu {

class Rows {
 public:
  // Argument `index`: (R) int32, each from 0 to below `total`.
  static Rows of(const Args& args, size_t index, const char* name, int64_t total) {
    const Tensor rows = args.tensor(index, name).dtype(DType::kInt32).rank(1);
    std::vector<int32_t> numbers(rows.data<int32_t>(), rows.data<int32_t>() + rows.numel());
    for (int64_t i = 0; i < rows.numel(); ++i)
      if (numbers[i] < 0 || numbers[i] >= total)
        args.fail(place(index, name, i) + std::to_string(numbers[i]) + ", expected a row number from 0 to below " +
                  std::to_string(total));
    return Rows(std::move(numbers), rows.numel());
  }

  // The same, or null for all rows in their order.
  static Rows optional(const Args& args, size_t index, const char* name, int64_t total) {
    return args.optional_tensor(index, name) ? of(args, index, name, total) : Rows(std::nullopt, total);
  }

  // For an op that writes at the rows: two equal ones would be written by two threads at once.
  const Rows& distinct(const Args& args, size_t index, const char* name, int64_t total) const {
    if (!numbers_) return *this;
    std::vector<bool> seen(static_cast<size_t>(total));
    for (int64_t i = 0; i < count_; ++i) {
      const int32_t row = (*numbers_)[i];
      if (seen[row]) args.fail(place(index, name, i) + std::to_string(row) + " again, expected distinct rows");
      seen[row] = true;
    }
    return *this;
  }

  int64_t count() const { return count_; }
  // Null where the op takes all rows.
  const int32_t* data() const { return numbers_ ? numbers_->data() : nullptr; }
  int64_t operator[](int64_t i) const { return numbers_ ? (*numbers_)[i] : i; }

 private:
  Rows(std::optional<std::vector<int32_t>> numbers, int64_t count) : numbers_(std::move(numbers)), count_(count) {}

  static std::string place(size_t index, const char* name, int64_t i) {
    return "argument " + std::to_string(index) + " \"" + name + "\" at " + std::to_string(i) + " is ";
  }

  std::optional<std::vector<int32_t>> numbers_;
  int64_t count_;
};

}  // namespace dinofleet::cpu
