// Memory that JavaScript lends to a collective: a Tensor of a CPU backend, or a typed array in shared memory. A Tensor's
// storage is held by count, so that it may be released at any time; an array is held by a reference, which only the
// JavaScript thread may drop.
#pragma once

#include <napi.h>

#include <memory>

#include "napi/field.h"

namespace dinofleet::comm {

struct Memory {
  char* data = nullptr;
  size_t bytes = 0;
  std::shared_ptr<void> storage;  // of a Tensor; may be dropped on any thread
  Napi::Value array;              // in shared memory; empty otherwise
};

// Throws where the field is neither, or is not aligned for numbers of `width` bytes.
Memory memory_of(const Field& field, size_t width);

}  // namespace dinofleet::comm
