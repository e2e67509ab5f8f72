// Crops as JavaScript gives them, checked field by field. An error names the path of the field:
// `crops: plan[3].box.width is the number 0, expected an integer in [1, 1000000]`.
#pragma once

#include <napi.h>

#include <string>
#include <vector>

#include "image/crop.h"

namespace dinofleet::image {

// Longest side of what a crop makes.
constexpr int64_t kMaxCropSide = 16384;

Crop to_crop(Napi::Value value, const std::string& path);
std::vector<Crop> to_crops(Napi::Value value, const std::string& path);

}  // namespace dinofleet::image
