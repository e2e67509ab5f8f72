// Things that native code makes and JavaScript only hands back: an object without a class, told by its type tag.
#pragma once

#include <napi.h>

#include <memory>
#include <utility>

#include "napi/tagged.h"

namespace dinofleet {

template <typename T>
Napi::Object wrap_opaque(Napi::Env env, const napi_type_tag& tag, std::shared_ptr<const T> content) {
  Napi::Object object = Napi::Object::New(env);
  auto held = std::make_unique<std::shared_ptr<const T>>(std::move(content));
  const auto finalize = [](napi_env, void* data, void*) { delete static_cast<std::shared_ptr<const T>*>(data); };
  if (napi_wrap(env, object, held.get(), finalize, nullptr, nullptr) != napi_ok) throw Napi::Error::New(env);
  held.release();
  set_tag(object, tag);
  return object;
}

// Null where `value` is none of that kind.
template <typename T>
std::shared_ptr<const T> unwrap_opaque(Napi::Value value, const napi_type_tag& tag) {
  void* held = nullptr;
  if (!has_tag(value, tag) || napi_unwrap(value.Env(), value, &held) != napi_ok) return nullptr;
  return *static_cast<std::shared_ptr<const T>*>(held);
}

}  // namespace dinofleet
