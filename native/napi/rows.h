// The rows of a tensor that an op picks by number: IndexTable and Rows of src/nn/backend.ts. What they hold is checked when they are
// made, and lies where JavaScript cannot write: ops need not look again.
#pragma once

#include <napi.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "napi/field.h"

namespace dinofleet {

// Samples of `length` rows each, of which the first begins at `start`; of length 1 a sample may be -1, a row of padding.
struct RowPart {
  int64_t start;
  int64_t length;
  int64_t from;  // its samples in the table
  int64_t count;
  float scale;
};

struct Rows {
  std::shared_ptr<const std::vector<int32_t>> table;
  std::vector<RowPart> parts;
  int64_t total = 0;  // rows of the tensor that they are picked from
  int64_t count = 0;
  bool distinct = true;  // padding aside
  bool padded = false;

  // (count) row numbers, -1 for padding.
  std::vector<int32_t> numbers() const;
  // (count) the scale of each row's part.
  std::vector<float> scales() const;
};

// Throws where the field is no Rows, or its table was released.
Rows rows_of(const Field& field);
// Exports indexTable and rows.
void init_rows(Napi::Env env, Napi::Object exports);

}  // namespace dinofleet
