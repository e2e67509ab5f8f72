#include "napi/typed_array.h"

namespace dinofleet {
namespace {

size_t element_bytes(napi_typedarray_type type) {
  switch (type) {
    case napi_int8_array:
    case napi_uint8_array:
    case napi_uint8_clamped_array: return 1;
    case napi_int16_array:
    case napi_uint16_array:
    case napi_float16_array: return 2;
    case napi_int32_array:
    case napi_uint32_array:
    case napi_float32_array: return 4;
    case napi_float64_array:
    case napi_bigint64_array:
    case napi_biguint64_array: return 8;
  }
  return 0;
}

}  // namespace

const char* name_of(napi_typedarray_type type) {
  switch (type) {
    case napi_int8_array: return "Int8Array";
    case napi_uint8_array: return "Uint8Array";
    case napi_uint8_clamped_array: return "Uint8ClampedArray";
    case napi_int16_array: return "Int16Array";
    case napi_uint16_array: return "Uint16Array";
    case napi_int32_array: return "Int32Array";
    case napi_uint32_array: return "Uint32Array";
    case napi_float16_array: return "Float16Array";
    case napi_float32_array: return "Float32Array";
    case napi_float64_array: return "Float64Array";
    case napi_bigint64_array: return "BigInt64Array";
    case napi_biguint64_array: return "BigUint64Array";
  }
  return "typed array";
}

std::optional<TypedArray> typed_array(Napi::Value value) {
  if (!value.IsTypedArray()) return std::nullopt;
  TypedArray out;
  out.type = napi_float16_array;  // stays where Node-API has no name for the type yet
  void* data = nullptr;
  napi_value buffer = nullptr;
  bool movable = true;  // an ArrayBuffer; Node-API has no name for the other kind
  if (napi_get_typedarray_info(value.Env(), value, &out.type, &out.length, &data, &buffer, nullptr) != napi_ok ||
      napi_is_arraybuffer(value.Env(), buffer, &movable) != napi_ok)
    throw Napi::Error::New(value.Env());
  out.data = static_cast<std::byte*>(data);
  out.bytes = out.length * element_bytes(out.type);
  out.shared = !movable;
  return out;
}

}  // namespace dinofleet
