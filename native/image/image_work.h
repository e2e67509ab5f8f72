// Decoding on a thread of the pool, under a promise.
#pragma once

#include <napi.h>

#include <chrono>
#include <functional>
#include <vector>

#include "image/decode.h"
#include "image/decode_pool.h"

namespace dinofleet::image {

// Decodes a copy of the file and hands the image to `use`, with when that was begun, both on a thread of the pool; then `result`, on the
// JavaScript thread, makes what the promise resolves to. A file that cannot be read rejects with code BAD_IMAGE.
class ImageWork final : public DecodePool::Work {
 public:
  using Clock = std::chrono::steady_clock;
  using Use = std::function<void(Decoded decoded, Clock::time_point begun)>;  // no Napi call in it
  using Result = std::function<Napi::Value(Napi::Env env)>;

  ImageWork(Napi::Env env, Bytes file, ReadOptions options, Use use, Result result);

  Napi::Promise promise() const { return deferred_.Promise(); }
  void run() override;
  void settle(Napi::Env env) override;

 private:
  enum class Outcome { kDone, kBadImage, kFailed };

  Napi::Error error(Napi::Env env) const;

  Napi::Promise::Deferred deferred_;
  std::vector<uint8_t> file_;
  ReadOptions options_;
  Use use_;
  Result result_;
  Outcome outcome_ = Outcome::kDone;
  std::string message_;  // of an outcome that is not good
};

// The JavaScript error of a BadImage.
Napi::Error bad_image_error(Napi::Env env, const std::string& message);

}  // namespace dinofleet::image
