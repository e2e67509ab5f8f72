// A Tensor is a storage, which knows its device, a byte offset, a shape and a dtype; contiguous, row-major. In JavaScript it is an object that a
// backend made: see `Tensor` in src/nn/backend.ts.
#pragma once

#include <napi.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/copies.h"
#include "host/dtype.h"
#include "host/storage.h"

namespace dinofleet {

using Shape = std::vector<int64_t>;

std::string to_string(const Shape& shape);
int64_t numel_of(const Shape& shape);

// Holds its storage: safe to keep while JavaScript releases the object that it came from.
struct Tensor {
  std::shared_ptr<Storage> storage;
  size_t byte_offset = 0;
  Shape shape;
  DType dtype = DType::kFloat32;

  int64_t numel() const { return numel_of(shape); }
  size_t bytes() const { return static_cast<size_t>(numel()) * size_of(dtype); }
  // Size of a dimension; from the end when negative.
  int64_t dim(int index) const { return index < 0 ? shape[shape.size() + index] : shape[index]; }
  template <typename T>
  T* data() const {
    return reinterpret_cast<T*>(storage->data() + byte_offset);
  }
};

// What an addon instance (one per JavaScript environment: a worker thread loads it anew) keeps.
struct Environment {
  std::shared_ptr<Pool> pool;
  Device device;
  Napi::FunctionReference tensor_class;
  Copies copies;
  std::shared_ptr<void> of_addon;  // what an addon keeps besides
};

Environment& environment(Napi::Env env);
// For an addon whose ops work on tensors of `device`, and on no others.
void init_tensor(Napi::Env env, Device device);

// Bytes of so many elements. Throws std::bad_alloc where no memory could have as many.
size_t bytes_of(const Shape& shape, DType dtype);
Napi::Object wrap(Napi::Env env, Tensor tensor);
// Nothing where `value` is not a Tensor of ours at all. Throws where it was released; `what` begins the message.
std::optional<Tensor> unwrap(Napi::Value value, const std::string& what);

}  // namespace dinofleet
