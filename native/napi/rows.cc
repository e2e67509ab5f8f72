#include "napi/rows.h"

#include <algorithm>
#include <string>
#include <utility>

#include "napi/args.h"
#include "napi/opaque.h"

namespace dinofleet {
namespace {

constexpr napi_type_tag kTableTag = {0x64696e6f666c6565ULL, 0x7461626c65000001ULL};
constexpr napi_type_tag kRowsTag = {0x64696e6f666c6565ULL, 0x726f777300000001ULL};

// A table and the rows that were made of it share one slot: release() empties it, and all see that.
struct Slot {
  std::shared_ptr<const std::vector<int32_t>> values;
};
struct Table {
  std::shared_ptr<Slot> slot;
};
struct MadeRows {
  std::shared_ptr<Slot> slot;
  Rows rows;  // without the table: the slot has it
};

Napi::Value release(const Napi::CallbackInfo& info) {
  const std::shared_ptr<const Table> table = unwrap_opaque<Table>(info.This(), kTableTag);
  if (!table)
    throw Napi::TypeError::New(info.Env(), "release: \"this\" is " + describe(info.This()) + ", expected an IndexTable");
  if (!table->slot->values) throw Napi::Error::New(info.Env(), "release: the index table was released");
  table->slot->values.reset();
  return info.Env().Undefined();
}

Napi::Value index_table(const Napi::CallbackInfo& info) {
  Args args(info, "indexTable");
  const auto values = args.field(0, "values").array<int32_t>("an Int32Array");
  auto slot = std::make_shared<Slot>();
  slot->values = std::make_shared<const std::vector<int32_t>>(values.begin(), values.end());
  const Napi::Object table = wrap_opaque(info.Env(), kTableTag, std::make_shared<const Table>(Table{std::move(slot)}));
  define<release>(info.Env(), table, "release");
  return table;
}

RowPart part_of(const Field& part, int64_t table_size, int64_t total) {
  RowPart out;
  out.start = part["start"].integer(0, total);
  out.length = part["length"].integer(1, std::max<int64_t>(total, 1));
  out.from = part["from"].integer(0, table_size);
  out.count = part["count"].integer(0, table_size - out.from);
  out.scale = static_cast<float>(part["scale"].number());
  return out;
}

// Rows from `first` to `last`; none where last < first.
struct Span {
  int64_t first;
  int64_t last;
};

// Checks a part's samples. Sets whether they are distinct among themselves.
Span check_part(const Args& args, const std::vector<int32_t>& table, const RowPart& part, Rows& rows) {
  const int64_t samples = (rows.total - part.start) / part.length;
  Span span{rows.total, -1};
  std::vector<bool> seen(static_cast<size_t>(samples));
  for (int64_t i = part.from; i < part.from + part.count; ++i) {
    const int32_t sample = table[i];
    if (sample == -1 && part.length == 1) {
      rows.padded = true;
      continue;
    }
    if (sample < 0 || sample >= samples)
      args.fail("argument 0 \"table\" at " + std::to_string(i) + " is " + std::to_string(sample) + ", expected " +
                (part.length == 1 ? "-1 for padding or a row number" : "a sample") + " from 0 to below " +
                std::to_string(samples));
    if (seen[sample]) rows.distinct = false;
    seen[sample] = true;
    span.first = std::min(span.first, part.start + sample * part.length);
    span.last = std::max(span.last, part.start + (sample + 1) * part.length - 1);
  }
  return span;
}

bool apart(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.first < b.first; });
  for (size_t i = 1; i < spans.size(); ++i)
    if (spans[i].first <= spans[i - 1].last) return false;
  return true;
}

bool all_distinct(const std::vector<int32_t>& numbers, int64_t total) {
  std::vector<bool> seen(static_cast<size_t>(total));
  for (const int32_t row : numbers) {
    if (row < 0) continue;
    if (seen[row]) return false;
    seen[row] = true;
  }
  return true;
}

Napi::Value rows(const Napi::CallbackInfo& info) {
  Args args(info, "rows");
  MadeRows made;
  made.rows.total = args.integer(2, "total", 0, INT32_MAX);
  const Field parts = args.field(1, "parts");
  const uint32_t count = parts.length();
  const Field table_field = args.field(0, "table");
  const std::shared_ptr<const Table> table = unwrap_opaque<Table>(table_field.value(), kTableTag);
  if (!table) table_field.fail("an IndexTable");
  made.slot = table->slot;
  if (!made.slot->values) throw Napi::Error::New(info.Env(), table_field.path() + " was released");
  const std::shared_ptr<const std::vector<int32_t>> values = made.slot->values;

  std::vector<Span> spans;
  for (uint32_t p = 0; p < count; ++p) {
    const RowPart part = part_of(parts.at(p), static_cast<int64_t>(values->size()), made.rows.total);
    const Span span = check_part(args, *values, part, made.rows);
    if (span.first <= span.last) spans.push_back(span);
    made.rows.parts.push_back(part);
    if (part.count > (INT32_MAX - made.rows.count) / part.length) args.fail("more than 2^31 - 1 rows");
    made.rows.count += part.count * part.length;
  }
  if (made.rows.distinct && !apart(spans)) {
    made.rows.table = values;
    made.rows.distinct = all_distinct(made.rows.numbers(), made.rows.total);
    made.rows.table.reset();
  }
  const double number = static_cast<double>(made.rows.count);
  const Napi::Object out = wrap_opaque(info.Env(), kRowsTag, std::make_shared<const MadeRows>(std::move(made)));
  out.Set("count", number);
  return out;
}

}  // namespace

std::vector<int32_t> Rows::numbers() const {
  std::vector<int32_t> out(static_cast<size_t>(count));
  int32_t* to = out.data();
  for (const RowPart& part : parts)
    for (int64_t i = part.from; i < part.from + part.count; ++i) {
      const int32_t sample = (*table)[i];
      const int32_t first = sample < 0 ? -1 : static_cast<int32_t>(part.start + sample * part.length);
      for (int64_t t = 0; t < part.length; ++t) *to++ = first + static_cast<int32_t>(t);
    }
  return out;
}

std::vector<float> Rows::scales() const {
  std::vector<float> out(static_cast<size_t>(count));
  float* to = out.data();
  for (const RowPart& part : parts) to = std::fill_n(to, part.count * part.length, part.scale);
  return out;
}

Rows rows_of(const Field& field) {
  const std::shared_ptr<const MadeRows> made = unwrap_opaque<MadeRows>(field.value(), kRowsTag);
  if (!made) field.fail("Rows");
  if (!made->slot->values) throw Napi::Error::New(field.value().Env(), field.path() + ": their index table was released");
  Rows out = made->rows;
  out.table = made->slot->values;
  return out;
}

void init_rows(Napi::Env env, Napi::Object exports) {
  define<index_table>(env, exports, "indexTable");
  define<rows>(env, exports, "rows");
}

}  // namespace dinofleet
