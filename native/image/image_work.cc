#include "image/image_work.h"

#include <new>

namespace dinofleet::image {

ImageWork::ImageWork(Napi::Env env, Bytes file, ReadOptions options, Use use, Result result)
    : deferred_(Napi::Promise::Deferred::New(env)),
      file_(file.begin(), file.end()),
      options_(options),
      use_(std::move(use)),
      result_(std::move(result)) {}

void ImageWork::run() {
  try {
    const auto begun = Clock::now();
    use_(decode(file_, options_), begun);
  } catch (const BadImage& error) {
    outcome_ = Outcome::kBadImage;
    message_ = error.what();
  } catch (const std::bad_alloc&) {
    outcome_ = Outcome::kFailed;
    message_ = "out of memory while decoding an image";
  } catch (const std::exception& error) {
    outcome_ = Outcome::kFailed;
    message_ = error.what();
  }
}

void ImageWork::settle(Napi::Env env) {
  if (outcome_ != Outcome::kDone) return deferred_.Reject(error(env).Value());
  try {
    deferred_.Resolve(result_(env));
  } catch (const Napi::Error& error) {
    deferred_.Reject(error.Value());
  } catch (const std::bad_alloc&) {
    deferred_.Reject(Napi::Error::New(env, "out of memory for the pixels of an image").Value());
  }
}

Napi::Error ImageWork::error(Napi::Env env) const {
  return outcome_ == Outcome::kBadImage ? bad_image_error(env, message_) : Napi::Error::New(env, message_);
}

Napi::Error bad_image_error(Napi::Env env, const std::string& message) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Set("code", "BAD_IMAGE");
  return error;
}

}  // namespace dinofleet::image
