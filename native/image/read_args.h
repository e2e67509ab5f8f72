// How a file is read, as JavaScript says it: `ReadOptions` and `Normalization` in src/data/crops/image-addon.ts.
#pragma once

#include "image/color.h"
#include "image/decode.h"
#include "napi/field.h"

namespace dinofleet::image {

int64_t to_max_pixels(const Field& field);
ReadOptions to_read_options(const Field& field);
Normalization to_normalization(const Field& field);

}  // namespace dinofleet::image
