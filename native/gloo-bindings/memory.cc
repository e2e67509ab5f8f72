#include "gloo-bindings/memory.h"

#include <string>

#include "tensor/args.h"

namespace dinofleet::comm {

Memory memory_argument(const Napi::CallbackInfo& info, const char* op, size_t index, const char* name, size_t width) {
  const Args args(info, op);
  const std::string label = std::string(op) + ": argument " + std::to_string(index) + " \"" + name + "\"";
  const Napi::Value value = info[index];
  Memory out;
  if (value.IsTypedArray()) {
    napi_typedarray_type type;
    size_t length = 0;
    void* data = nullptr;
    if (napi_get_typedarray_info(info.Env(), value, &type, &length, &data, nullptr, nullptr) != napi_ok)
      throw Napi::Error::New(info.Env());
    out.data = static_cast<char*>(data);
    out.bytes = value.As<Napi::TypedArray>().ByteLength();
    out.array = value;
  } else if (const auto tensor = unwrap(value, label)) {
    out.data = tensor->data<char>();
    out.bytes = tensor->bytes();
    out.storage = tensor->storage;
  } else {
    args.fail(index, name, "a typed array or a Tensor in host memory");
  }
  if (reinterpret_cast<uintptr_t>(out.data) % width != 0)
    args.fail(index, name, "a byte offset that is a multiple of " + std::to_string(width));
  if (out.bytes % width != 0)
    args.fail(index, name, "a length in bytes that is a multiple of " + std::to_string(width) + ", not " +
                               std::to_string(out.bytes));
  return out;
}

}  // namespace dinofleet::comm
