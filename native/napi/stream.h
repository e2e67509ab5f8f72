// A queue of work on a device that one addon lends another: a cudaStream_t. JavaScript hands it on.
#pragma once

#include <napi.h>

#include <memory>

#include "host/device.h"
#include "napi/opaque.h"

namespace dinofleet {

struct LentStream {
  Device device;
  void* queue;
  std::shared_ptr<void> owner;
};

constexpr napi_type_tag kStreamTag = {0x64696e6f666c6565ULL, 0x73747265616d0001ULL};

inline Napi::Object wrap_stream(Napi::Env env, LentStream stream) {
  return wrap_opaque(env, kStreamTag, std::make_shared<const LentStream>(std::move(stream)));
}

// Null where `value` is none.
inline std::shared_ptr<const LentStream> unwrap_stream(Napi::Value value) {
  return unwrap_opaque<LentStream>(value, kStreamTag);
}

}  // namespace dinofleet
