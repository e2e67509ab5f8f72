// Communicator as JavaScript sees it: checks arguments, and waits until NCCL has accepted a call.
#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "napi/args.h"
#include "napi/stream.h"
#include "napi/tagged.h"
#include "nccl-bindings/addon.h"
#include "nccl-bindings/config.h"

namespace dinofleet::nccl {
namespace {

constexpr int kMostRanks = 1 << 20;
constexpr napi_type_tag kCommunicatorTag = {0x64696e6f666c6565ULL, 0x6e63636c636f6d01ULL};
constexpr napi_type_tag kRegistrationTag = {0x64696e6f666c6565ULL, 0x6e63636c72656701ULL};

struct NamedDType {
  std::string_view name;
  int number;
  size_t bytes;
};
constexpr std::array<NamedDType, 12> kDTypes{{{"int8", 0, 1},
                                              {"uint8", 1, 1},
                                              {"int32", 2, 4},
                                              {"uint32", 3, 4},
                                              {"int64", 4, 8},
                                              {"uint64", 5, 8},
                                              {"float16", 6, 2},
                                              {"float32", 7, 4},
                                              {"float64", 8, 8},
                                              {"bfloat16", 9, 2},
                                              {"float8e4m3", 10, 1},
                                              {"float8e5m2", 11, 1}}};
constexpr std::array<std::string_view, 5> kReduceOps{"sum", "prod", "max", "min", "avg"};

NamedDType dtype_of(const Field& field) {
  const std::string name = field.string();
  for (const NamedDType& each : kDTypes)
    if (each.name == name) return each;
  field.fail("a dtype of NCCL, such as float16, bfloat16 or float32");
}

int reduce_op_of(const Field& field) {
  const std::string name = field.string();
  for (size_t i = 0; i < kReduceOps.size(); ++i)
    if (kReduceOps[i] == name) return static_cast<int>(i);
  field.fail("sum, prod, max, min or avg");
}

std::shared_ptr<const LentStream> stream_of(const Field& field) {
  auto stream = unwrap_stream(field.value());
  if (!stream) field.fail("a stream of a device");
  return stream;
}

// Memory of a call.
struct Memory {
  Field field;
  Tensor tensor;
  size_t count;

  char* data() const { return tensor.data<char>(); }
  size_t bytes() const { return tensor.bytes(); }
};

Memory memory_of(const Field& field, const NamedDType& dtype, const LentStream& stream) {
  const std::optional<Tensor> tensor = unwrap(field.value(), field.path());
  if (!tensor) field.fail("a Tensor");
  const TensorArg checked(field.value().Env(), field.path(), *tensor);
  checked.on(stream.device);
  if (tensor->bytes() % dtype.bytes != 0 || reinterpret_cast<uintptr_t>(tensor->data<char>()) % dtype.bytes != 0)
    checked.fail("bytes that are " + std::string(dtype.name) + ", aligned for it");
  return {field, *tensor, tensor->bytes() / dtype.bytes};
}

// Apart, or `part` of `whole` at `offset`.
void require_apart_or_in_place(const Memory& part, const Memory& whole, size_t offset) {
  const char* begin = part.data();
  const bool apart = begin + part.bytes() <= whole.data() || whole.data() + whole.bytes() <= begin;
  if (!apart && begin != whole.data() + offset)
    part.field.fail("memory apart from \"" + whole.field.path() + "\", or this rank's own part of it");
}

struct Registered {
  std::shared_ptr<Communicator> communicator;
  std::shared_ptr<Storage> storage;
  mutable void* handle;  // null once it was given up
};

class CommunicatorObject : public Napi::ObjectWrap<CommunicatorObject> {
 public:
  static Napi::Function define(Napi::Env env) {
    const Napi::Function communicator_class =
        DefineClass(env, "Communicator",
                       {method<&CommunicatorObject::settled>("settled"),
                        method<&CommunicatorObject::last_error>("lastError"),
                        method<&CommunicatorObject::all_reduce>("allReduce"),
                        method<&CommunicatorObject::broadcast>("broadcast"),
                        method<&CommunicatorObject::reduce>("reduce"),
                        method<&CommunicatorObject::all_gather>("allGather"),
                        method<&CommunicatorObject::reduce_scatter>("reduceScatter"),
                        method<&CommunicatorObject::send>("send"),
                        method<&CommunicatorObject::receive>("receive"),
                        method<&CommunicatorObject::register_memory>("register"),
                        method<&CommunicatorObject::deregister>("deregister"),
                        method<&CommunicatorObject::split>("split"),
                        method<&CommunicatorObject::shrink>("shrink"),
                        method<&CommunicatorObject::revoke>("revoke"),
                        method<&CommunicatorObject::finalize>("finalize"),
                        method<&CommunicatorObject::destroy>("destroy"),
                        method<&CommunicatorObject::abort>("abort")});
    communicator_class.Get("prototype").As<Napi::Object>().DefineProperties({
        accessor<&CommunicatorObject::rank>("rank"),
        accessor<&CommunicatorObject::size>("size"),
        accessor<&CommunicatorObject::device>("device"),
    });
    return communicator_class;
  }

  explicit CommunicatorObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<CommunicatorObject>(info) {
    set_tag(info.This(), kCommunicatorTag);
    if (auto* derived = Offer<std::shared_ptr<Communicator>>::take()) {
      communicator_ = std::move(*derived);
      return;
    }
    const Args args(info, "Communicator");
    const int size = static_cast<int>(args.option(0, "options", "size").integer(1, kMostRanks));
    const int rank = static_cast<int>(args.option(0, "options", "rank").integer(0, size - 1));
    const ConfigArgument config(args.option(0, "options", "config"));
    UniqueId id;
    const auto bytes = args.option(0, "options", "id").array<uint8_t>("the 128 bytes of uniqueId()", id.bytes.size());
    std::memcpy(id.bytes.data(), bytes.data(), bytes.size());
    try {
      communicator_ = Communicator::create(id, rank, size, config.get());
      rank_ = rank;
      size_ = size;
    } catch (const Failure& failure) {
      throw to_js(info.Env(), "Communicator", failure);
    } catch (const std::exception& e) {
      throw Napi::Error::New(info.Env(), std::string("Communicator: ") + e.what());
    }
  }

  ~CommunicatorObject() override {
    if (communicator_) communicator_->abort();
  }

 private:
  // What the method of the addon's function of this name does; its failures get their code.
  static Napi::Value guarded_call(const Napi::CallbackInfo& info, const std::function<Napi::Value()>& call) {
    const char* name = static_cast<const char*>(info.Data());
    return guard(info, name, [&] {
      try {
        return call();
      } catch (const Failure& failure) {
        throw to_js(info.Env(), name, failure);
      }
    });
  }

  template <Napi::Value (CommunicatorObject::*member)(const Napi::CallbackInfo&)>
  Napi::Value guarded(const Napi::CallbackInfo& info) {
    return guarded_call(info, [&] { return (this->*member)(info); });
  }

  template <Napi::Value (CommunicatorObject::*member)(const Napi::CallbackInfo&)>
  static Napi::ClassPropertyDescriptor<CommunicatorObject> method(const char* name) {
    return InstanceMethod<&CommunicatorObject::guarded<member>>(name, napi_default, const_cast<char*>(name));
  }
  template <Napi::Value (CommunicatorObject::*member)(const Napi::CallbackInfo&)>
  static Napi::Value read(const Napi::CallbackInfo& info) {
    return guarded_call(info, [&] {
      if (!has_tag(info.This(), kCommunicatorTag))
        throw Napi::TypeError::New(info.Env(), std::string(static_cast<const char*>(info.Data())) + ": \"this\" is " +
                                                   describe(info.This()) + ", expected a Communicator");
      return (Unwrap(info.This().As<Napi::Object>())->*member)(info);
    });
  }

  template <Napi::Value (CommunicatorObject::*member)(const Napi::CallbackInfo&)>
  static Napi::PropertyDescriptor accessor(const char* name) {
    return Napi::PropertyDescriptor::Accessor<&CommunicatorObject::read<member>>(name, napi_default,
                                                                                 const_cast<char*>(name));
  }

  // A call of NCCL, accepted when this returns, or when the group ends.
  void call(Napi::Env env, const std::function<Result(Handle)>& call) {
    if (addon(env).group == nullptr) settle(env, *communicator_);
    communicator_->call(call);
    if (addon(env).group == nullptr) {
      settle(env, *communicator_);
    } else {
      wait_with_group(env);
    }
  }

  void wait_with_group(Napi::Env env) {
    auto& group = *addon(env).group;
    if (std::find(group.begin(), group.end(), communicator_) == group.end()) group.push_back(communicator_);
  }

  int number(Napi::Env env, const Bound<Result(Handle, int*)>& asked) {
    settle(env, *communicator_);
    int out = 0;
    communicator_->call([&](Handle handle) { return asked(handle, &out); });
    return out;
  }
  const Library& lib() const { return *communicator_->lib; }
  int rank_of(Napi::Env env) { return rank_ < 0 ? rank_ = number(env, lib().comm_user_rank) : rank_; }
  int size_of(Napi::Env env) { return size_ < 0 ? size_ = number(env, lib().comm_count) : size_; }

  Napi::Value rank(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), rank_of(info.Env())); }
  Napi::Value size(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), size_of(info.Env())); }
  Napi::Value device(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), number(info.Env(), lib().comm_cu_device));
  }
  Napi::Value settled(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(), communicator_->settled());
  }
  Napi::Value last_error(const Napi::CallbackInfo& info) {
    return Napi::String::New(info.Env(), communicator_->last_error());
  }

  int peer_of(Napi::Env env, const Field& field) { return static_cast<int>(field.integer(0, size_of(env) - 1)); }

  static void require_count(const Memory& memory, size_t want, const NamedDType& dtype) {
    if (memory.count != want)
      TensorArg(memory.field.value().Env(), memory.field.path(), memory.tensor)
          .fail(std::to_string(want) + " elements of " + std::string(dtype.name));
  }

  Napi::Value all_reduce(const Napi::CallbackInfo& info) {
    const Args args(info, "allReduce");
    const NamedDType dtype = dtype_of(args.field(2, "dtype"));
    const int op = reduce_op_of(args.field(3, "op"));
    const auto stream = stream_of(args.field(4, "stream"));
    const Memory input = memory_of(args.field(0, "input"), dtype, *stream);
    const Memory output = memory_of(args.field(1, "output"), dtype, *stream);
    require_count(output, input.count, dtype);
    require_apart_or_in_place(input, output, 0);
    call(info.Env(), [&](Handle handle) {
      return lib().all_reduce(input.data(), output.data(), input.count, dtype.number, op, handle, stream->queue);
    });
    return info.Env().Undefined();
  }

  Napi::Value broadcast(const Napi::CallbackInfo& info) {
    const Args args(info, "broadcast");
    const NamedDType dtype = dtype_of(args.field(2, "dtype"));
    const int root = peer_of(info.Env(), args.field(3, "root"));
    const auto stream = stream_of(args.field(4, "stream"));
    const Memory input = memory_of(args.field(0, "input"), dtype, *stream);
    const Memory output = memory_of(args.field(1, "output"), dtype, *stream);
    require_count(output, input.count, dtype);
    require_apart_or_in_place(input, output, 0);
    call(info.Env(), [&](Handle handle) {
      return lib().broadcast(input.data(), output.data(), input.count, dtype.number, root, handle, stream->queue);
    });
    return info.Env().Undefined();
  }

  Napi::Value reduce(const Napi::CallbackInfo& info) {
    const Args args(info, "reduce");
    const NamedDType dtype = dtype_of(args.field(2, "dtype"));
    const int op = reduce_op_of(args.field(3, "op"));
    const int root = peer_of(info.Env(), args.field(4, "root"));
    const auto stream = stream_of(args.field(5, "stream"));
    const Memory input = memory_of(args.field(0, "input"), dtype, *stream);
    const Memory output = memory_of(args.field(1, "output"), dtype, *stream);
    require_count(output, input.count, dtype);
    require_apart_or_in_place(input, output, 0);
    call(info.Env(), [&](Handle handle) {
      return lib().reduce(input.data(), output.data(), input.count, dtype.number, op, root, handle, stream->queue);
    });
    return info.Env().Undefined();
  }

  Napi::Value all_gather(const Napi::CallbackInfo& info) {
    const Args args(info, "allGather");
    const NamedDType dtype = dtype_of(args.field(2, "dtype"));
    const auto stream = stream_of(args.field(3, "stream"));
    const Memory input = memory_of(args.field(0, "input"), dtype, *stream);
    const Memory output = memory_of(args.field(1, "output"), dtype, *stream);
    require_count(output, input.count * static_cast<size_t>(size_of(info.Env())), dtype);
    require_apart_or_in_place(input, output, static_cast<size_t>(rank_of(info.Env())) * input.bytes());
    call(info.Env(), [&](Handle handle) {
      return lib().all_gather(input.data(), output.data(), input.count, dtype.number, handle, stream->queue);
    });
    return info.Env().Undefined();
  }

  Napi::Value reduce_scatter(const Napi::CallbackInfo& info) {
    const Args args(info, "reduceScatter");
    const NamedDType dtype = dtype_of(args.field(2, "dtype"));
    const int op = reduce_op_of(args.field(3, "op"));
    const auto stream = stream_of(args.field(4, "stream"));
    const Memory input = memory_of(args.field(0, "input"), dtype, *stream);
    const Memory output = memory_of(args.field(1, "output"), dtype, *stream);
    require_count(input, output.count * static_cast<size_t>(size_of(info.Env())), dtype);
    require_apart_or_in_place(output, input, static_cast<size_t>(rank_of(info.Env())) * output.bytes());
    call(info.Env(), [&](Handle handle) {
      return lib().reduce_scatter(input.data(), output.data(), output.count, dtype.number, op, handle, stream->queue);
    });
    return info.Env().Undefined();
  }

  Napi::Value send(const Napi::CallbackInfo& info) {
    const Args args(info, "send");
    const NamedDType dtype = dtype_of(args.field(1, "dtype"));
    const int peer = peer_of(info.Env(), args.field(2, "peer"));
    const auto stream = stream_of(args.field(3, "stream"));
    const Memory input = memory_of(args.field(0, "input"), dtype, *stream);
    call(info.Env(), [&](Handle handle) {
      return lib().send(input.data(), input.count, dtype.number, peer, handle, stream->queue);
    });
    return info.Env().Undefined();
  }

  Napi::Value receive(const Napi::CallbackInfo& info) {
    const Args args(info, "receive");
    const NamedDType dtype = dtype_of(args.field(1, "dtype"));
    const int peer = peer_of(info.Env(), args.field(2, "peer"));
    const auto stream = stream_of(args.field(3, "stream"));
    const Memory output = memory_of(args.field(0, "output"), dtype, *stream);
    call(info.Env(), [&](Handle handle) {
      return lib().receive(output.data(), output.count, dtype.number, peer, handle, stream->queue);
    });
    return info.Env().Undefined();
  }

  Napi::Value register_memory(const Napi::CallbackInfo& info) {
    const Args args(info, "register");
    const Field field = args.field(0, "memory");
    const std::optional<Tensor> tensor = unwrap(field.value(), field.path());
    if (!tensor) field.fail("a Tensor");
    const int device = number(info.Env(), lib().comm_cu_device);
    if (tensor->storage->device().index != device)
      TensorArg(info.Env(), field.path(), *tensor).fail("one on this communicator's device, of number " + std::to_string(device));
    void* registered = nullptr;
    call(info.Env(), [&](Handle handle) {
      return lib().comm_register(handle, tensor->data<void>(), tensor->bytes(), &registered);
    });
    return wrap_opaque(info.Env(), kRegistrationTag,
                       std::make_shared<const Registered>(Registered{communicator_, tensor->storage, registered}));
  }

  Napi::Value deregister(const Napi::CallbackInfo& info) {
    const Field field = Args(info, "deregister").field(0, "registration");
    const auto registered = unwrap_opaque<Registered>(field.value(), kRegistrationTag);
    if (!registered || registered->communicator != communicator_) field.fail("a registration of this communicator");
    if (registered->handle == nullptr) field.fail("one that was not given up before");
    call(info.Env(), [&](Handle handle) {
      return lib().comm_deregister(handle, std::exchange(registered->handle, nullptr));
    });
    return info.Env().Undefined();
  }

  // Its set-up goes on when this returns.
  Napi::Value derived(Napi::Env env, const std::function<Result(Handle, Handle*)>& make) {
    std::shared_ptr<Communicator> made = communicator_->derive(make);
    if (addon(env).group != nullptr) wait_with_group(env);
    const Offer offer(made);
    return addon(env).communicator_class.New({});
  }

  Napi::Value split(const Napi::CallbackInfo& info) {
    const Args args(info, "split");
    constexpr int kMost = std::numeric_limits<int>::max();
    const bool is_in_none = args.is_null(0);
    const int color = is_in_none ? kNoColor : static_cast<int>(args.integer(0, "color", 0, kMost));
    const int key = static_cast<int>(args.integer(1, "key", 0, kMost));
    const ConfigArgument argument(args.field(2, "config"));
    Config config = argument.get();
    if (addon(info.Env()).group == nullptr) settle(info.Env(), *communicator_);
    const Napi::Value out = derived(info.Env(), [&](Handle handle, Handle* made) {
      return lib().comm_split(handle, color, key, made, &config);
    });
    return is_in_none ? info.Env().Null() : out;
  }

  Napi::Value shrink(const Napi::CallbackInfo& info) {
    const Args args(info, "shrink");
    const Field list = args.field(0, "excludedRanks");
    std::vector<int> excluded;
    for (uint32_t i = 0; i < list.length(); ++i) excluded.push_back(peer_of(info.Env(), list.at(i)));
    if (excluded.empty()) list.fail("a rank or more that leave");
    const bool aborts = args.field(1, "abort").boolean();
    // What is under way, or has failed, is ended.
    if (!aborts) settle(info.Env(), *communicator_);
    const ConfigArgument argument(args.field(2, "config"));
    Config config = argument.get();
    return derived(info.Env(), [&](Handle handle, Handle* made) {
      return lib().comm_shrink(handle, excluded.data(), static_cast<int>(excluded.size()), made, &config,
                               aborts ? kShrinkAbort : 0);
    });
  }

  Napi::Value revoke(const Napi::CallbackInfo& info) {
    communicator_->call([&](Handle handle) { return lib().comm_revoke(handle, 0); });
    return info.Env().Undefined();
  }

  Napi::Value finalize(const Napi::CallbackInfo& info) {
    settle(info.Env(), *communicator_);
    communicator_->call([&](Handle handle) { return lib().comm_finalize(handle); });
    return info.Env().Undefined();
  }

  Napi::Value destroy(const Napi::CallbackInfo& info) {
    settle(info.Env(), *communicator_);
    communicator_->destroy();
    return info.Env().Undefined();
  }

  Napi::Value abort(const Napi::CallbackInfo& info) {
    communicator_->abort();
    return info.Env().Undefined();
  }

  std::shared_ptr<Communicator> communicator_;
  int rank_ = -1, size_ = -1;
};

}  // namespace

void init_communicator(Napi::Env env, Napi::Object exports) {
  Napi::Function communicator_class = CommunicatorObject::define(env);
  addon(env).communicator_class = Napi::Persistent(communicator_class);
  exports.Set("Communicator", communicator_class);
}

}  // namespace dinofleet::nccl
