#include "napi/tensor_arg.h"

namespace dinofleet {

void TensorArg::fail(const std::string& expected) const {
  throw Napi::TypeError::New(env_, path_ + " is " + name_of(tensor_.dtype) + " " + to_string(tensor_.shape) + " on " +
                                       tensor_.storage->device().name() + ", expected " + expected);
}

const TensorArg& TensorArg::on(const Device& device) const {
  if (tensor_.storage->device() != device) fail("a tensor on " + device.name());
  return *this;
}

const TensorArg& TensorArg::floating() const {
  if (tensor_.dtype != DType::kFloat32 && tensor_.dtype != DType::kFloat16 && tensor_.dtype != DType::kBFloat16)
    fail("a floating dtype (float32, float16 or bfloat16)");
  return *this;
}

const TensorArg& TensorArg::dtype(DType dtype) const {
  if (tensor_.dtype != dtype) fail(name_of(dtype));
  return *this;
}

const TensorArg& TensorArg::rank(size_t dims) const {
  if (tensor_.shape.size() != dims) fail(std::to_string(dims) + " dimensions");
  return *this;
}

const TensorArg& TensorArg::shape(const Shape& want) const {
  bool same = want.size() == tensor_.shape.size();
  for (size_t i = 0; same && i < want.size(); ++i) same = want[i] == -1 || want[i] == tensor_.shape[i];
  if (same) return *this;
  std::string expected = "(";
  for (size_t i = 0; i < want.size(); ++i)
    expected += (i ? ", " : "") + (want[i] == -1 ? std::string("any") : std::to_string(want[i]));
  fail("shape " + expected + ")");
}

const TensorArg& TensorArg::numel(int64_t want) const {
  if (tensor_.numel() != want) fail(std::to_string(want) + " elements");
  return *this;
}

}  // namespace dinofleet
