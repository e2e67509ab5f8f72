// Making, filling, copying and converting tensors.
#include <string>

#include "ops/ops.h"

namespace dinofleet {
namespace {

Napi::Value empty(const Args& args, Backend& backend) {
  return wrap(args.env(), backend.allocate(args.shape(0, "shape"), args.dtype(1, "dtype")));
}

Napi::Value zeros(const Args& args, Backend& backend) {
  const Tensor out = backend.allocate(args.shape(0, "shape"), args.dtype(1, "dtype"));
  backend.zero(out);
  return wrap(args.env(), out);
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

Napi::Value upload(const Args& args, Backend& backend) {
  const Tensor dst = args.tensor(0, "dst");
  const std::byte* src = host_data(args.field(1, "src"), dst);
  if (dst.bytes() != 0) backend.upload(dst, src);
  return args.env().Undefined();
}

Napi::Value download(const Args& args, Backend& backend) {
  const Tensor src = args.tensor(0, "src");
  std::byte* dst = host_data(args.field(1, "dst"), src);
  if (src.bytes() != 0) backend.download(src, dst);
  return args.env().Undefined();
}

Napi::Value fill(const Args& args, Backend& backend) {
  const Tensor dst = args.tensor(0, "dst");
  double value = args.number(1, "value");
  if (dst.dtype == DType::kInt32) value = static_cast<double>(args.integer(1, "value", INT32_MIN, INT32_MAX));
  if (dst.dtype == DType::kUInt8) value = static_cast<double>(args.integer(1, "value", 0, UINT8_MAX));
  backend.fill(dst, value);
  return args.env().Undefined();
}

Napi::Value cast(const Args& args, Backend& backend) {
  const Tensor src = args.tensor(0, "src").floating();
  const Tensor dst = args.tensor(1, "dst").floating().numel(src.numel());
  if (src.numel() != 0) backend.cast(src, dst);
  return args.env().Undefined();
}

Napi::Value memory(const Args& args, Backend& backend) {
  const MemoryStats stats = backend.memory();
  Napi::Object out = Napi::Object::New(args.env());
  out.Set("bytesInUse", static_cast<double>(stats.bytes_in_use));
  out.Set("peakBytes", static_cast<double>(stats.peak_bytes));
  out.Set("bytesReserved", static_cast<double>(stats.bytes_reserved));
  out.Set("bytesReturned", static_cast<double>(stats.bytes_returned));
  return out;
}

Napi::Value reset_peak(const Args& args, Backend& backend) {
  backend.reset_peak();
  return args.env().Undefined();
}

Napi::Value set_threads(const Args& args, Backend& backend) {
  backend.set_threads(static_cast<int>(args.integer(0, "count", 1, 1024)));
  return args.env().Undefined();
}

}  // namespace

void define_memory(OpExports& ops) {
  ops.define<empty>("empty");
  ops.define<zeros>("zeros");
  ops.define<upload>("upload");
  ops.define<download>("download");
  ops.define<fill>("fill");
  ops.define<cast>("cast");
  ops.define<memory>("memory");
  ops.define<reset_peak>("resetPeak");
  ops.define<set_threads>("setThreads");
}

}  // namespace dinofleet
