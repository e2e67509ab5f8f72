#include "gloo-bindings/memory.h"

#include <string>

namespace dinofleet::comm {

Memory memory_of(const Field& field, size_t width) {
  Memory out;
  if (const std::optional<TypedArray> array = typed_array(field.value()); array && array->shared) {
    out.data = reinterpret_cast<char*>(array->data);
    out.bytes = array->bytes;
    out.array = field.value();
  } else if (const std::optional<Tensor> tensor = unwrap(field.value(), field.path())) {
    if (!tensor->storage->device().in_host_memory())
      TensorArg(field.value().Env(), field.path(), *tensor).fail("a tensor in host memory");
    out.data = tensor->data<char>();
    out.bytes = tensor->bytes();
    out.storage = tensor->storage;
  } else {
    field.fail(
        "a Tensor in host memory or a typed array in shared memory, as no other stays where it is until the collective "
        "is done");
  }
  if (reinterpret_cast<uintptr_t>(out.data) % width != 0)
    field.fail("a byte offset that is a multiple of " + std::to_string(width));
  if (out.bytes % width != 0)
    field.fail("a length in bytes that is a multiple of " + std::to_string(width) + ", not " + std::to_string(out.bytes));
  return out;
}

}  // namespace dinofleet::comm
