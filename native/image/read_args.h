// How a file is read, as JavaScript says it: `ReadOptions` in src/data/crops/image-addon.ts.
#pragma once

#include "image/decode.h"
#include "napi/field.h"

namespace dinofleet::image {

int64_t to_max_pixels(const Field& field);
ReadOptions to_read_options(const Field& field);

}  // namespace dinofleet::image
