// Types of a tensor's elements. Kernels see this file: it includes nothing of JavaScript.
#pragma once

#include <cstddef>

namespace dinofleet {

enum class DType { kFloat32, kFloat16, kBFloat16, kInt32, kUInt8 };

const char* name_of(DType dtype);

inline size_t size_of(DType dtype) {
  switch (dtype) {
    case DType::kFloat32: return 4;
    case DType::kFloat16: return 2;
    case DType::kBFloat16: return 2;
    case DType::kInt32: return 4;
    case DType::kUInt8: return 1;
  }
  return 0;
}

}  // namespace dinofleet
