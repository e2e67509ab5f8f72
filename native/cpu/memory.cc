// Filling, copying and converting tensors.
#include <omp.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "cpu/chunks.h"
#include "cpu/cpu_backend.h"
#include "cpu/vector/convert.h"

namespace dinofleet::cpu {
namespace {

// Elements that a thread takes at a time where memory is the bound.
constexpr int64_t kChunk = 1 << 15;

template <typename T>
void fill_with(const Tensor& dst, T value) {
  T* to = dst.data<T>();
  Chunks(dst.numel(), kChunk).parallel([=](int64_t, int64_t begin, int64_t end) {
    std::fill(to + begin, to + end, value);
  });
}

void to_float(DType from, const uint16_t* src, float* dst, int64_t n) {
  from == DType::kFloat16 ? half_to_float(src, dst, n) : bfloat16_to_float(src, dst, n);
}

void from_float(DType to, const float* src, uint16_t* dst, int64_t n) {
  to == DType::kFloat16 ? float_to_half(src, dst, n) : float_to_bfloat16(src, dst, n);
}

// Elements [start, end) of a cast between different dtypes.
void cast_chunk(const Tensor& src, const Tensor& dst, int64_t start, int64_t end) {
  const int64_t length = end - start;
  if (src.dtype == DType::kFloat32) {
    from_float(dst.dtype, src.data<float>() + start, dst.data<uint16_t>() + start, length);
  } else if (dst.dtype == DType::kFloat32) {
    to_float(src.dtype, src.data<uint16_t>() + start, dst.data<float>() + start, length);
  } else {
    constexpr int64_t kAtOnce = 1024;
    float between[kAtOnce];
    for (int64_t i = start; i < end; i += kAtOnce) {
      const int64_t n = std::min(kAtOnce, end - i);
      to_float(src.dtype, src.data<uint16_t>() + i, between, n);
      from_float(dst.dtype, between, dst.data<uint16_t>() + i, n);
    }
  }
}

}  // namespace

Tensor CpuBackend::allocate(Shape shape, DType dtype) {
  Tensor out;
  out.storage = std::make_shared<HostStorage>(pool_, bytes_of(shape, dtype));
  out.shape = std::move(shape);
  out.dtype = dtype;
  return out;
}

void CpuBackend::zero(const Tensor& dst) { std::memset(dst.data<char>(), 0, dst.bytes()); }

void CpuBackend::upload(const Tensor& dst, const std::byte* src) { std::memcpy(dst.data<char>(), src, dst.bytes()); }

void CpuBackend::download(const Tensor& src, std::byte* dst) { std::memcpy(dst, src.data<char>(), src.bytes()); }

void CpuBackend::fill(const Tensor& dst, double number) {
  const float value = static_cast<float>(number);
  uint16_t half;
  switch (dst.dtype) {
    case DType::kFloat32: fill_with(dst, value); break;
    case DType::kFloat16:
      float_to_half(&value, &half, 1);
      fill_with(dst, half);
      break;
    case DType::kBFloat16:
      float_to_bfloat16(&value, &half, 1);
      fill_with(dst, half);
      break;
    case DType::kInt32: fill_with(dst, static_cast<int32_t>(number)); break;
    case DType::kUInt8: fill_with(dst, static_cast<uint8_t>(number)); break;
  }
}

void CpuBackend::cast(const Tensor& src, const Tensor& dst) {
  if (src.dtype == dst.dtype) {
    std::memmove(dst.data<char>(), src.data<char>(), src.bytes());
    return;
  }
  Chunks(src.numel(), kChunk).parallel([&](int64_t, int64_t begin, int64_t end) { cast_chunk(src, dst, begin, end); });
}

std::shared_ptr<const IndexTable> CpuBackend::index_table(std::vector<int32_t> values) {
  return std::make_shared<const IndexTable>(std::move(values));
}

MemoryStats CpuBackend::memory() { return pool_->stats(); }

void CpuBackend::reset_peak() { pool_->reset_peak(); }

void CpuBackend::set_threads(int count) { omp_set_num_threads(count); }

}  // namespace dinofleet::cpu
