#include "napi/tensor.h"

#include <new>
#include <utility>

#include "napi/args.h"
#include "napi/tagged.h"

namespace dinofleet {
namespace {

// Tells our objects from anything else that JavaScript may pass, also across addons of one process.
constexpr napi_type_tag kTensorTag = {0x64696e6f666c6565ULL, 0x74656e736f720001ULL};

// The owner and its views share one slot; release() empties it and every view sees that.
struct Slot {
  std::shared_ptr<Storage> storage;
};

class TensorObject : public Napi::ObjectWrap<TensorObject> {
 public:
  struct Made {
    Tensor tensor;
    std::shared_ptr<Slot> slot;
    bool owner;
  };

  static Napi::Function define(Napi::Env env) {
    const Napi::Function tensor_class = DefineClass(env, "Tensor", std::vector<Napi::ClassPropertyDescriptor<TensorObject>>{});
    tensor_class.Get("prototype").As<Napi::Object>().DefineProperties({
        accessor<&TensorObject::shape>("shape"),
        accessor<&TensorObject::dtype>("dtype"),
        accessor<&TensorObject::device>("device"),
        accessor<&TensorObject::numel>("numel"),
        method<&TensorObject::view>(env, "view"),
        method<&TensorObject::narrow>(env, "narrow"),
        method<&TensorObject::release>(env, "release"),
    });
    return tensor_class;
  }

  explicit TensorObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<TensorObject>(info) {
    Made* made = Offer<Made>::take();
    if (made == nullptr)
      throw Napi::TypeError::New(info.Env(), "Tensor: make one with empty, zeros or an op of the backend");
    device_ = made->tensor.storage ? made->tensor.storage->device() : made->slot->storage->device();
    tensor_ = std::move(made->tensor);
    slot_ = std::move(made->slot);
    owner_ = made->owner;
    tensor_.storage.reset();
    set_tag(info.This(), kTensorTag);
  }

  static Napi::Object make(Napi::Env env, Made made) {
    const Offer offer(made);
    return environment(env).tensor_class.New({});
  }

  // Null where `value` is no Tensor.
  static TensorObject* of(Napi::Value value) {
    return has_tag(value, kTensorTag) ? Unwrap(value.As<Napi::Object>()) : nullptr;
  }

  // The tensor with its storage; throws the name and shape of a released one.
  Tensor live(Napi::Env env, const std::string& what) const {
    if (!slot_->storage)
      throw Napi::Error::New(env, what + " was released: " + name_of(tensor_.dtype) + " " + to_string(tensor_.shape));
    Tensor out = tensor_;
    out.storage = slot_->storage;
    return out;
  }

 private:
  // Functions that look what they are called on.
  template <Napi::Value (TensorObject::*member)(const Napi::CallbackInfo&)>
  static Napi::Value on_tensor(const Napi::CallbackInfo& info) {
    TensorObject* tensor = of(info.This());
    if (tensor == nullptr)
      throw Napi::TypeError::New(info.Env(), std::string(static_cast<const char*>(info.Data())) + ": \"this\" is " +
                                                 describe(info.This()) + ", expected a Tensor");
    return (tensor->*member)(info);
  }

  template <Napi::Value (TensorObject::*member)(const Napi::CallbackInfo&)>
  static Napi::PropertyDescriptor accessor(const char* name) {
    return Napi::PropertyDescriptor::Accessor<guarded<on_tensor<member>>>(name, napi_default, const_cast<char*>(name));
  }

  template <Napi::Value (TensorObject::*member)(const Napi::CallbackInfo&)>
  static Napi::PropertyDescriptor method(Napi::Env env, const char* name) {
    return Napi::PropertyDescriptor::Value(
        name, Napi::Function::New<guarded<on_tensor<member>>>(env, name, const_cast<char*>(name)), napi_default);
  }

  Napi::Value shape(const Napi::CallbackInfo& info) {
    Napi::Array out = Napi::Array::New(info.Env(), tensor_.shape.size());
    for (uint32_t i = 0; i < tensor_.shape.size(); ++i) out.Set(i, static_cast<double>(tensor_.shape[i]));
    return out;
  }
  Napi::Value dtype(const Napi::CallbackInfo& info) { return Napi::String::New(info.Env(), name_of(tensor_.dtype)); }
  Napi::Value device(const Napi::CallbackInfo& info) {
    return Napi::String::New(info.Env(), device_.name());
  }
  Napi::Value numel(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), static_cast<double>(tensor_.numel()));
  }

  Napi::Value view(const Napi::CallbackInfo& info) {
    Args args(info, "view");
    Tensor out = live(info.Env(), "view: the tensor");
    const std::byte* begin = out.storage->data() + out.byte_offset;
    out.storage.reset();
    out.shape = args.shape(0, "shape");
    if (info.Length() > 1 && !info[1].IsUndefined()) out.dtype = args.dtype(1, "dtype");
    const size_t size = size_of(out.dtype);
    if (bytes_of(out.shape, out.dtype) != tensor_.bytes())
      throw Napi::RangeError::New(info.Env(), "view: argument 0 \"shape\" is " + to_string(out.shape) +
                                                  ", expected " + std::to_string(tensor_.bytes() / size) +
                                                  " elements as in " + to_string(tensor_.shape));
    if (reinterpret_cast<uintptr_t>(begin) % size != 0)
      throw Napi::RangeError::New(info.Env(), std::string("view: the tensor begins off the alignment of ") +
                                                  name_of(out.dtype) + ", expected a multiple of " + std::to_string(size) +
                                                  " bytes");
    return make(info.Env(), {out, slot_, false});
  }

  Napi::Value narrow(const Napi::CallbackInfo& info) {
    Args args(info, "narrow");
    live(info.Env(), "narrow: the tensor");
    if (tensor_.shape.empty()) throw Napi::RangeError::New(info.Env(), "narrow: the tensor has no dimension");
    const int64_t rows = tensor_.shape[0];
    const int64_t start = args.integer(0, "start", 0, rows);
    const int64_t length = args.integer(1, "length", 0, rows - start);
    Tensor out = tensor_;
    const size_t row_bytes = rows == 0 ? 0 : tensor_.bytes() / static_cast<size_t>(rows);
    out.byte_offset += static_cast<size_t>(start) * row_bytes;
    out.shape[0] = length;
    return make(info.Env(), {out, slot_, false});
  }

  Napi::Value release(const Napi::CallbackInfo& info) {
    live(info.Env(), "release: the tensor");
    if (!owner_)
      throw Napi::Error::New(info.Env(), "release: the tensor " + to_string(tensor_.shape) +
                                             " is a view; release the tensor that it was taken from");
    slot_->storage.reset();
    return info.Env().Undefined();
  }

  Tensor tensor_;  // without storage: the slot has it
  Device device_;
  std::shared_ptr<Slot> slot_;
  bool owner_ = false;
};

}  // namespace

const char* name_of(DType dtype) {
  switch (dtype) {
    case DType::kFloat32: return "float32";
    case DType::kFloat16: return "float16";
    case DType::kBFloat16: return "bfloat16";
    case DType::kInt32: return "int32";
    case DType::kUInt8: return "uint8";
  }
  return "unknown";
}

std::string to_string(const Shape& shape) {
  std::string out = "(";
  for (size_t i = 0; i < shape.size(); ++i) out += (i ? ", " : "") + std::to_string(shape[i]);
  return out + ")";
}

int64_t numel_of(const Shape& shape) {
  int64_t n = 1;
  for (int64_t d : shape) n *= d;
  return n;
}

Environment& environment(Napi::Env env) { return *env.GetInstanceData<Environment>(); }

void init_tensor(Napi::Env env, Device device) {
  auto* state = new Environment;
  state->pool = std::make_shared<Pool>();
  state->device = device;
  env.SetInstanceData(state);
  Napi::Function tensor_class = TensorObject::define(env);
  state->tensor_class = Napi::Persistent(tensor_class);
}

size_t bytes_of(const Shape& shape, DType dtype) {
  constexpr size_t kMost = PTRDIFF_MAX / 2;
  size_t bytes = size_of(dtype);
  for (int64_t size : shape)
    if (__builtin_mul_overflow(bytes, static_cast<size_t>(size), &bytes) || bytes > kMost) throw std::bad_alloc();
  return bytes;
}

Napi::Object wrap(Napi::Env env, Tensor tensor) {
  auto slot = std::make_shared<Slot>(Slot{tensor.storage});
  return TensorObject::make(env, {std::move(tensor), std::move(slot), true});
}

std::optional<Tensor> unwrap(Napi::Value value, const std::string& what) {
  const TensorObject* tensor = TensorObject::of(value);
  if (tensor == nullptr) return std::nullopt;
  return tensor->live(value.Env(), what);
}

}  // namespace dinofleet
