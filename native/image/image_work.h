// Decoding on a thread of Node's pool, under a promise.
#pragma once

#include <napi.h>

#include <functional>
#include <vector>

#include "image/decode.h"

namespace dinofleet::image {

// Decodes a copy of the file and hands the image to `use`, both on a pool thread; then `result`, on the JavaScript
// thread, makes what the promise resolves to. A file that cannot be read rejects with code BAD_IMAGE.
class ImageWork final : public Napi::AsyncWorker {
 public:
  using Use = std::function<void(Image image)>;  // no Napi call in it
  using Result = std::function<Napi::Value(Napi::Env env)>;

  static Napi::Promise start(Napi::Env env, Bytes file, int64_t max_pixels, Use use, Result result);

 private:
  ImageWork(Napi::Env env, Bytes file, int64_t max_pixels, Use use, Result result);

  void Execute() override;
  void OnOK() override;
  void OnError(const Napi::Error& error) override;

  Napi::Promise::Deferred deferred_;
  std::vector<uint8_t> file_;
  int64_t max_pixels_;
  Use use_;
  Result result_;
  bool is_bad_image_ = false;
};

// The JavaScript error of a BadImage.
Napi::Error bad_image_error(Napi::Env env, const std::string& message);

}  // namespace dinofleet::image
