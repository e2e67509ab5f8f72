#include "ops/rows.h"

#include <algorithm>
#include <string>
#include <utility>

#include "napi/opaque.h"
#include "ops/ops.h"

namespace dinofleet {
namespace {

constexpr napi_type_tag kTableTag = {0x64696e6f666c6565ULL, 0x7461626c65000001ULL};
constexpr napi_type_tag kRowsTag = {0x64696e6f666c6565ULL, 0x726f777300000001ULL};

// A table and the rows that were made of it share one slot: release() empties it, and all see that.
struct Slot {
  std::shared_ptr<const IndexTable> table;
};
struct TableObject {
  std::shared_ptr<Slot> slot;
};
struct RowsObject {
  std::shared_ptr<Slot> slot;
  Rows rows;  // without the table: the slot has it
};

Napi::Value release(const Napi::CallbackInfo& info) {
  const std::shared_ptr<const TableObject> table = unwrap_opaque<TableObject>(info.This(), kTableTag);
  if (!table)
    throw Napi::TypeError::New(info.Env(), "release: \"this\" is " + describe(info.This()) + ", expected an IndexTable");
  if (!table->slot->table) throw Napi::Error::New(info.Env(), "release: the index table was released");
  table->slot->table.reset();
  return info.Env().Undefined();
}

Napi::Value index_table(const Args& args, Backend& backend) {
  const auto values = args.field(0, "values").array<int32_t>("an Int32Array");
  auto slot = std::make_shared<Slot>();
  slot->table = backend.index_table({values.begin(), values.end()});
  const Napi::Object table =
      wrap_opaque(args.env(), kTableTag, std::make_shared<const TableObject>(TableObject{std::move(slot)}));
  define<release>(args.env(), table, "release");
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

// Whether all rows are, where the spans of parts overlap.
bool all_distinct(const Rows& rows, const std::vector<int32_t>& table) {
  std::vector<bool> seen(static_cast<size_t>(rows.total));
  for (const RowPart& part : rows.parts)
    for (int64_t i = part.from; i < part.from + part.count; ++i) {
      if (table[i] < 0) continue;
      const int64_t first = part.start + table[i] * part.length;
      for (int64_t row = first; row < first + part.length; ++row) {
        if (seen[row]) return false;
        seen[row] = true;
      }
    }
  return true;
}

Napi::Value rows(const Args& args, Backend&) {
  RowsObject made;
  made.rows.total = args.integer(2, "total", 0, INT32_MAX);
  const Field parts = args.field(1, "parts");
  const uint32_t count = parts.length();
  const Field table_field = args.field(0, "table");
  const std::shared_ptr<const TableObject> table = unwrap_opaque<TableObject>(table_field.value(), kTableTag);
  if (!table) table_field.fail("an IndexTable");
  made.slot = table->slot;
  if (!made.slot->table) throw Napi::Error::New(args.env(), table_field.path() + " was released");
  const std::shared_ptr<const IndexTable> held = made.slot->table;

  std::vector<Span> spans;
  for (uint32_t p = 0; p < count; ++p) {
    const RowPart part = part_of(parts.at(p), static_cast<int64_t>(held->values.size()), made.rows.total);
    const Span span = check_part(args, held->values, part, made.rows);
    if (span.first <= span.last) spans.push_back(span);
    made.rows.parts.push_back(part);
    if (part.count > (INT32_MAX - made.rows.count) / part.length) args.fail("more than 2^31 - 1 rows");
    made.rows.count += part.count * part.length;
  }
  if (made.rows.distinct && !apart(spans)) made.rows.distinct = all_distinct(made.rows, held->values);
  const double number = static_cast<double>(made.rows.count);
  const Napi::Object out = wrap_opaque(args.env(), kRowsTag, std::make_shared<const RowsObject>(std::move(made)));
  out.Set("count", number);
  return out;
}

std::string named(size_t index, const char* name) {
  return "argument " + std::to_string(index) + " \"" + name + "\"";
}

}  // namespace

PickedRows PickedRows::of(const Args& args, size_t index, const char* name, int64_t total) {
  const Field field = args.field(index, name);
  const std::shared_ptr<const RowsObject> made = unwrap_opaque<RowsObject>(field.value(), kRowsTag);
  if (!made) field.fail("Rows");
  if (!made->slot->table) throw Napi::Error::New(args.env(), field.path() + ": their index table was released");
  if (made->rows.total != total)
    args.fail(named(index, name) + " are of " + std::to_string(made->rows.total) + " rows, expected of " +
              std::to_string(total));
  Rows rows = made->rows;
  rows.table = made->slot->table;
  return PickedRows(std::move(rows));
}

PickedRows PickedRows::optional(const Args& args, size_t index, const char* name, int64_t total) {
  return args.is_null(index) ? PickedRows(total) : of(args, index, name, total);
}

const PickedRows& PickedRows::distinct(const Args& args, size_t index, const char* name) const {
  if (rows_ && !rows_->distinct) args.fail(named(index, name) + " have a row twice, expected distinct rows");
  return *this;
}

const PickedRows& PickedRows::without_padding(const Args& args, size_t index, const char* name) const {
  if (rows_ && rows_->padded) args.fail(named(index, name) + " have padding (-1), expected none");
  return *this;
}

void define_rows(OpExports& ops) {
  ops.define<index_table>("indexTable");
  ops.define<rows>("rows");
}

}  // namespace dinofleet
