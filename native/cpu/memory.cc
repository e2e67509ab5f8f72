// Making, filling, copying and converting tensors.
#include <omp.h>

#include <algorithm>
#include <cstring>

#include "cpu/chunks.h"
#include "cpu/components.h"
#include "cpu/vector/convert.h"
#include "napi/args.h"

namespace dinofleet::cpu {
namespace {

Napi::Value empty(const Napi::CallbackInfo& info) {
  Args args(info, "empty");
  return wrap(info.Env(), allocate(info.Env(), args.shape(0, "shape"), args.dtype(1, "dtype")));
}

Napi::Value zeros(const Napi::CallbackInfo& info) {
  Args args(info, "zeros");
  Tensor out = allocate(info.Env(), args.shape(0, "shape"), args.dtype(1, "dtype"));
  std::memset(out.data<char>(), 0, out.bytes());
  return wrap(info.Env(), out);
}

napi_typedarray_type host_type(DType dtype) {
  switch (dtype) {
    case DType::kFloat32: return napi_float32_array;
    case DType::kInt32: return napi_int32_array;
    case DType::kUInt8: return napi_uint8_array;
    default: return napi_uint16_array;
  }
}

// The host array of an upload or download, of the tensor's type and length.
std::byte* host_data(const Field& field, const Tensor& tensor) {
  const napi_typedarray_type type = host_type(tensor.dtype);
  const std::optional<TypedArray> array = typed_array(field.value());
  if (!array || array->type != type || static_cast<int64_t>(array->length) != tensor.numel())
    field.fail(std::string("a ") + name_of(type) + " of " + std::to_string(tensor.numel()) + " elements");
  return array->data;
}

Napi::Value upload(const Napi::CallbackInfo& info) {
  Args args(info, "upload");
  const Tensor dst = args.tensor(0, "dst");
  const std::byte* src = host_data(args.field(1, "src"), dst);
  if (dst.bytes() != 0) std::memcpy(dst.data<char>(), src, dst.bytes());
  return info.Env().Undefined();
}

Napi::Value download(const Napi::CallbackInfo& info) {
  Args args(info, "download");
  const Tensor src = args.tensor(0, "src");
  std::byte* dst = host_data(args.field(1, "dst"), src);
  if (src.bytes() != 0) std::memcpy(dst, src.data<char>(), src.bytes());
  return info.Env().Undefined();
}

Napi::Value start_copy(const Napi::CallbackInfo& info) {
  Args args(info, "startCopy");
  const Tensor src = args.tensor(0, "src");
  const Field dst = args.field(1, "dst");
  const auto to = dst.shared_array<uint8_t>(
      "a Uint8Array of " + std::to_string(src.bytes()) + " elements in shared memory", src.bytes());
  if (src.bytes() == 0) return info.Env().Undefined();
  environment(info.Env()).copies.start(src.storage, src.data<char>(), to.data(), src.bytes(), dst.hold());
  return info.Env().Undefined();
}

Napi::Value finish_copies(const Napi::CallbackInfo& info) {
  environment(info.Env()).copies.finish();
  return info.Env().Undefined();
}

// Elements that a thread takes at a time where memory is the bound.
constexpr int64_t kChunk = 1 << 15;

template <typename T>
void fill_with(const Tensor& dst, T value) {
  T* to = dst.data<T>();
  Chunks(dst.numel(), kChunk).parallel([=](int64_t, int64_t begin, int64_t end) {
    std::fill(to + begin, to + end, value);
  });
}

Napi::Value fill(const Napi::CallbackInfo& info) {
  Args args(info, "fill");
  const Tensor dst = args.tensor(0, "dst");
  const float value = static_cast<float>(args.number(1, "value"));
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
    case DType::kInt32: fill_with(dst, static_cast<int32_t>(args.integer(1, "value", INT32_MIN, INT32_MAX))); break;
    case DType::kUInt8: fill_with(dst, static_cast<uint8_t>(args.integer(1, "value", 0, UINT8_MAX))); break;
  }
  return info.Env().Undefined();
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

Napi::Value cast(const Napi::CallbackInfo& info) {
  Args args(info, "cast");
  const Tensor src = args.tensor(0, "src").floating();
  const Tensor dst = args.tensor(1, "dst").floating().numel(src.numel());
  if (src.dtype == dst.dtype) {
    if (src.bytes() != 0) std::memmove(dst.data<char>(), src.data<char>(), src.bytes());
  } else {
    Chunks(src.numel(), kChunk).parallel([&](int64_t, int64_t begin, int64_t end) { cast_chunk(src, dst, begin, end); });
  }
  return info.Env().Undefined();
}

Napi::Value memory(const Napi::CallbackInfo& info) {
  const MemoryStats stats = environment(info.Env()).pool->stats();
  Napi::Object out = Napi::Object::New(info.Env());
  out.Set("bytesInUse", static_cast<double>(stats.bytes_in_use));
  out.Set("peakBytes", static_cast<double>(stats.peak_bytes));
  out.Set("bytesReserved", static_cast<double>(stats.bytes_reserved));
  out.Set("bytesReturned", static_cast<double>(stats.bytes_returned));
  return out;
}

Napi::Value reset_peak(const Napi::CallbackInfo& info) {
  environment(info.Env()).pool->reset_peak();
  return info.Env().Undefined();
}

Napi::Value set_threads(const Napi::CallbackInfo& info) {
  Args args(info, "setThreads");
  omp_set_num_threads(static_cast<int>(args.integer(0, "count", 1, 1024)));
  return info.Env().Undefined();
}

}  // namespace

void init_memory(Napi::Env env, Napi::Object exports) {
  define<empty>(env, exports, "empty");
  define<zeros>(env, exports, "zeros");
  define<upload>(env, exports, "upload");
  define<download>(env, exports, "download");
  define<start_copy>(env, exports, "startCopy");
  define<finish_copies>(env, exports, "finishCopies");
  define<fill>(env, exports, "fill");
  define<cast>(env, exports, "cast");
  define<memory>(env, exports, "memory");
  define<reset_peak>(env, exports, "resetPeak");
  define<set_threads>(env, exports, "setThreads");
}

}  // namespace dinofleet::cpu
