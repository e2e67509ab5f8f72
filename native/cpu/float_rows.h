// Elements of a tensor in float32 or bfloat16 as kernels see them, which know float32 alone: where they lie, or widened in memory of this
// thread's, a few rows at a time, so that they stay in the cache.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "cpu/vector/bfloat16.h"
#include "cpu/vector/convert.h"
#include "napi/tensor.h"

namespace dinofleet::cpu {

// work(begin, end) for rows of `dim` elements, a few at a time: widened they stay in the first cache.
template <typename Work>
void by_few_rows(int64_t begin, int64_t end, int64_t dim, const Work& work) {
  constexpr int64_t kFloats = 2048;
  const int64_t rows = std::max<int64_t>(1, kFloats / std::max<int64_t>(1, dim));
  for (int64_t row = begin; row < end; row += rows) work(row, std::min(end, row + rows));
}

// Memory for floats, kept by the thread for its next.
class FloatScratch {
 public:
  explicit FloatScratch(int64_t floats) {
    if (floats == 0) return;
    if (!spare().empty()) {
      memory_ = std::move(spare().back());
      spare().pop_back();
    }
    if (static_cast<int64_t>(memory_.size()) < floats) memory_.resize(static_cast<size_t>(floats));
  }
  ~FloatScratch() {
    if (!memory_.empty()) spare().push_back(std::move(memory_));
  }
  FloatScratch(const FloatScratch&) = delete;
  FloatScratch& operator=(const FloatScratch&) = delete;

  float* data() { return memory_.data(); }

 private:
  static std::vector<std::vector<float>>& spare() {
    static thread_local std::vector<std::vector<float>> vectors;
    return vectors;
  }

  std::vector<float> memory_;
};

// `count` elements from `start` on, to be read.
class FloatsOf {
 public:
  FloatsOf(const Tensor& tensor, int64_t start, int64_t count)
      : scratch_(tensor.dtype == DType::kFloat32 ? 0 : count),
        data_(tensor.dtype == DType::kFloat32 ? tensor.data<float>() + start : scratch_.data()) {
    if (tensor.dtype != DType::kFloat32) bfloat16_to_float(tensor.data<uint16_t>() + start, scratch_.data(), count);
  }
  // The whole of it.
  explicit FloatsOf(const Tensor& tensor) : FloatsOf(tensor, 0, tensor.numel()) {}

  const float* data() const { return data_; }

 private:
  FloatScratch scratch_;
  const float* data_;
};

// A vector that may be left out.
class OptionalFloats {
 public:
  explicit OptionalFloats(const Tensor* tensor) {
    if (tensor != nullptr) floats_.emplace(*tensor);
  }
  const float* data() const { return floats_ ? floats_->data() : nullptr; }

 private:
  std::optional<FloatsOf> floats_;
};

// `count` elements from `start` on, to be written: rounded, to nearest even, when this goes.
class FloatsInto {
 public:
  FloatsInto(const Tensor& tensor, int64_t start, int64_t count)
      : scratch_(tensor.dtype == DType::kFloat32 ? 0 : count),
        rounded_(tensor.dtype == DType::kFloat32 ? nullptr : tensor.data<uint16_t>() + start),
        data_(rounded_ == nullptr ? tensor.data<float>() + start : scratch_.data()),
        count_(count) {}
  ~FloatsInto() {
    if (rounded_ != nullptr) round_floats(data_, rounded_, count_);
  }
  FloatsInto(const FloatsInto&) = delete;
  FloatsInto& operator=(const FloatsInto&) = delete;

  float* data() { return data_; }

 protected:
  FloatScratch scratch_;
  uint16_t* rounded_;
  float* data_;
  int64_t count_;
};

// As FloatsInto, of what is there already.
class FloatsInPlace : public FloatsInto {
 public:
  FloatsInPlace(const Tensor& tensor, int64_t start, int64_t count) : FloatsInto(tensor, start, count) {
    if (rounded_ != nullptr) bfloat16_to_float(rounded_, data_, count);
  }
};

}  // namespace dinofleet::cpu
