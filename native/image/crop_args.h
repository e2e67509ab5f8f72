// Crops as JavaScript gives them, checked field by field.
#pragma once

#include <vector>

#include "image/crop.h"
#include "napi/field.h"

namespace dinofleet::image {

// Longest side of what a crop makes.
constexpr int64_t kMaxCropSide = 16384;

Crop to_crop(const Field& field);
std::vector<Crop> to_crops(const Field& field);

}  // namespace dinofleet::image
