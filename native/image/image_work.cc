#include "image/image_work.h"

#include <new>

namespace dinofleet::image {

Napi::Promise ImageWork::start(Napi::Env env, Bytes file, int64_t max_pixels, Use use, Result result) {
  auto* work = new ImageWork(env, file, max_pixels, std::move(use), std::move(result));  // deletes itself when done
  const Napi::Promise promise = work->deferred_.Promise();
  work->Queue();
  return promise;
}

ImageWork::ImageWork(Napi::Env env, Bytes file, int64_t max_pixels, Use use, Result result)
    : Napi::AsyncWorker(env, "dinofleet.image"),
      deferred_(Napi::Promise::Deferred::New(env)),
      file_(file.begin(), file.end()),
      max_pixels_(max_pixels),
      use_(std::move(use)),
      result_(std::move(result)) {}

void ImageWork::Execute() {
  try {
    use_(decode(file_, max_pixels_));
  } catch (const BadImage& error) {
    is_bad_image_ = true;
    SetError(error.what());
  } catch (const std::bad_alloc&) {
    SetError("out of memory while decoding an image");
  }
}

void ImageWork::OnOK() {
  try {
    deferred_.Resolve(result_(Env()));
  } catch (const Napi::Error& error) {
    deferred_.Reject(error.Value());
  } catch (const std::bad_alloc&) {
    deferred_.Reject(Napi::Error::New(Env(), "out of memory for the pixels of an image").Value());
  }
}

void ImageWork::OnError(const Napi::Error& error) {
  deferred_.Reject(is_bad_image_ ? bad_image_error(Env(), error.Message()).Value() : error.Value());
}

Napi::Error bad_image_error(Napi::Env env, const std::string& message) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Set("code", "BAD_IMAGE");
  return error;
}

}  // namespace dinofleet::image
