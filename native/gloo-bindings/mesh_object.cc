// Mesh as JavaScript sees it: checks arguments, lends memory to collectives and takes it back.
#include <cstring>
#include <variant>
#include <vector>

#include "gloo-bindings/addon.h"
#include "gloo-bindings/collectives.h"
#include "gloo-bindings/memory.h"
#include "gloo-bindings/mesh.h"
#include "gloo-bindings/operation_object.h"
#include "gloo-bindings/transfer.h"
#include "napi/args.h"

namespace dinofleet::comm {
namespace {

constexpr int kMostRanks = 2048;  // each has a connection to each on every lane
constexpr double kConnectTimeoutMs = 60'000;
constexpr double kLongestTimeoutMs = 86'400'000;

enum class Use { kRead, kWrite };

struct Lent {
  Memory memory;
  const char* name;
  Use use;
};

// A collective under way and the memory that it uses.
struct Running {
  std::shared_ptr<Operation> operation;
  const char* op;
  std::vector<Lent> lent;
  std::vector<Napi::Reference<Napi::Value>> arrays;
};

bool overlap(const Lent& a, const Lent& b) {
  if (a.use == Use::kRead && b.use == Use::kRead) return false;
  return a.memory.data < b.memory.data + b.memory.bytes && b.memory.data < a.memory.data + a.memory.bytes;
}

// The promise of a connect() under way; lives and dies on the JavaScript thread.
struct Connecting {
  Napi::Promise::Deferred promise;
};

// Proofs that a connection waits for.
struct Asked {
  Transcript transcript;
  Answer answer;
};

// What the thread of a connect() has for the JavaScript thread.
using FromThread = std::variant<Asked, Mesh::Connected>;

Proofs proofs_by(const Napi::Function& prove, const Transcript& transcript) {
  auto bytes = Napi::Uint8Array::New(prove.Env(), sizeof(Transcript));
  std::memcpy(bytes.Data(), &transcript, sizeof(Transcript));
  const Field made(prove.Call({bytes}), "what argument 1 \"prove\" returned");
  Proofs out;
  std::memcpy(&out, made.array<uint8_t>("a Uint8Array of 64 bytes, the proofs of both ends", sizeof(Proofs)).data(),
              sizeof(Proofs));
  return out;
}

void settle(Napi::Env env, const Connecting& connecting, const Mesh::Connected& connected) {
  if (!connected.error.empty()) return connecting.promise.Reject(comm_error(env, connected.error).Value());
  if (connected.turned_away.empty()) return connecting.promise.Resolve(env.Null());
  connecting.promise.Resolve(Napi::String::New(env, connected.turned_away));
}

void hear(Napi::Env env, Napi::Function prove, Connecting* connecting, FromThread* message) {
  const std::unique_ptr<FromThread> owner(message);
  if (env == nullptr) return;
  if (const auto* connected = std::get_if<Mesh::Connected>(message)) return settle(env, *connecting, *connected);
  const Asked& asked = std::get<Asked>(*message);
  try {
    asked.answer(proofs_by(prove, asked.transcript));
  } catch (const Napi::Error& e) {
    asked.answer(e.Message());
  }
}
using ToJavaScript = Napi::TypedThreadSafeFunction<Connecting, FromThread, hear>;

// False where the environment is ending: nobody is left to hear of it.
bool tell(const ToJavaScript& javascript, FromThread message) {
  auto owned = std::make_unique<FromThread>(std::move(message));
  if (javascript.BlockingCall(owned.get()) != napi_ok) return false;
  owned.release();
  return true;
}

class MeshObject : public Napi::ObjectWrap<MeshObject> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Mesh",
                       {method<&MeshObject::address>("address"),
                        method<&MeshObject::connect>("connect"),
                        method<&MeshObject::all_gather>("allGather"),
                        method<&MeshObject::reduce_scatter>("reduceScatter"),
                        method<&MeshObject::all_reduce>("allReduce"),
                        method<&MeshObject::all_reduce_gradient>("allReduceGradient"),
                        method<&MeshObject::barrier>("barrier"),
                        method<&MeshObject::traffic>("traffic"),
                        method<&MeshObject::close>("close")});
  }

  explicit MeshObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<MeshObject>(info) {
    const Args args(info, "Mesh");
    const int world_size = static_cast<int>(args.option(0, "options", "worldSize").integer(1, kMostRanks));
    const int rank = static_cast<int>(args.option(0, "options", "rank").integer(0, world_size - 1));
    const Field host_field = args.option(0, "options", "host");
    const std::string host = host_field.string();
    if (host.empty()) host_field.fail("an address of this machine, such as \"127.0.0.1\"");
    try {
      mesh_ = std::make_unique<Mesh>(rank, world_size, host);
    } catch (const std::exception& e) {
      throw comm_error(info.Env(), "Mesh: rank " + std::to_string(rank) + ": " + e.what() +
                                       "; options.host must be an address of this machine");
    }
    // Where the environment ends first: objects are finalized when thread-safe functions, which the thread of a connect()
    // calls, are gone.
    napi_add_env_cleanup_hook(info.Env(), close_mesh, mesh_.get());
  }

  ~MeshObject() override {
    if (!mesh_) return;
    napi_remove_env_cleanup_hook(Env(), close_mesh, mesh_.get());
    mesh_->close();
  }

 private:
  static void close_mesh(void* mesh) { static_cast<Mesh*>(mesh)->close(); }

  template <Napi::Value (MeshObject::*member)(const Napi::CallbackInfo&)>
  Napi::Value guarded(const Napi::CallbackInfo& info) {
    return guard(info, static_cast<const char*>(info.Data()), [&] { return (this->*member)(info); });
  }

  template <Napi::Value (MeshObject::*member)(const Napi::CallbackInfo&)>
  static Napi::ClassPropertyDescriptor<MeshObject> method(const char* name) {
    return InstanceMethod<&MeshObject::guarded<member>>(name, napi_default, const_cast<char*>(name));
  }

  static Wire wire_argument(const Args& args, size_t index) {
    const DType dtype = args.dtype(index, "dtype");
    if (dtype == DType::kFloat32) return Wire::kFloat32;
    if (dtype == DType::kFloat16) return Wire::kFloat16;
    if (dtype == DType::kBFloat16) return Wire::kBFloat16;
    args.fail(index, "dtype", "float32, float16 or bfloat16");
  }

  Napi::Value address(const Napi::CallbackInfo& info) {
    const std::vector<char>& bytes = mesh_->address();
    auto out = Napi::Uint8Array::New(info.Env(), bytes.size());
    std::memcpy(out.Data(), bytes.data(), bytes.size());
    return out;
  }

  Napi::Value connect(const Napi::CallbackInfo& info) {
    Args args(info, "connect");
    const Field list = args.field(0, "addresses");
    const uint32_t count = list.length();
    std::vector<std::vector<char>> addresses;
    for (uint32_t i = 0; i < count; ++i) {
      const auto bytes = list.at(i).array<uint8_t>("a Uint8Array, the address() of rank " + std::to_string(i));
      addresses.emplace_back(bytes.begin(), bytes.end());
    }
    const Field prove = args.field(1, "prove");
    if (!prove.value().IsFunction()) prove.fail("a function, from what both ends have said to their proofs");
    const double timeout_ms =
        info[2].IsUndefined()
            ? kConnectTimeoutMs
            : args.field(2, "timeoutMs").number(1, kLongestTimeoutMs, "milliseconds from 1 to 86400000, a day");
    if (mesh_->closed()) throw Napi::Error::New(info.Env(), "connect: the mesh is closed");
    if (connect_called_) throw Napi::Error::New(info.Env(), "connect: was called before; a Mesh connects once");

    auto* connecting = new Connecting{Napi::Promise::Deferred::New(info.Env())};
    const Napi::Promise promise = connecting->promise.Promise();
    ToJavaScript javascript = ToJavaScript::New(
        info.Env(), prove.value().As<Napi::Function>(), "gloo-bindings connect", 0, 1, connecting,
        [](Napi::Env, void*, Connecting* finished) { delete finished; }, static_cast<void*>(nullptr));
    try {
      mesh_->connect(
          addresses,
          [javascript](const Transcript& transcript, Answer answer) {
            tell(javascript, Asked{transcript, std::move(answer)});
          },
          std::chrono::milliseconds(static_cast<int64_t>(timeout_ms)),
          [javascript](Mesh::Connected connected) mutable {
            if (tell(javascript, std::move(connected))) javascript.Release();
          });
    } catch (const std::invalid_argument& e) {
      javascript.Release();
      args.fail(std::string("argument 0 \"addresses\": ") + e.what());
    }
    connect_called_ = true;
    return promise;
  }

  Napi::Value all_gather(const Napi::CallbackInfo& info) {
    Args args(info, "allGather");
    require_usable(info, "allGather");
    const Memory buffer = memory_of(args.field(0, "buffer"), 1);
    require_divisible(args, 0, "buffer", buffer, 1);
    return start(info, Lane::kGathers, "allGather", {{buffer, "buffer", Use::kWrite}},
                 [data = buffer.data, bytes = buffer.bytes](Channel& channel) {
                   comm::all_gather(channel, data, bytes);
                 });
  }

  Napi::Value reduce_scatter(const Napi::CallbackInfo& info) {
    Args args(info, "reduceScatter");
    require_usable(info, "reduceScatter");
    const Wire wire = wire_argument(args, 1);
    const Memory input = memory_of(args.field(0, "input"), size_of(wire));
    const Memory out = memory_of(args.field(2, "out"), sizeof(float));
    require_divisible(args, 0, "input", input, size_of(wire));
    const size_t n = input.bytes / size_of(wire);
    const size_t want = n / static_cast<size_t>(mesh_->world_size()) * sizeof(float);
    if (out.bytes != want)
      args.fail("argument 2 \"out\" has " + std::to_string(out.bytes) + " bytes, expected " + std::to_string(want) +
                ": a float32 for each element of a rank's slice of \"input\"");
    return start(info, Lane::kReductions, "reduceScatter", {{input, "input", Use::kRead}, {out, "out", Use::kWrite}},
                 [wire, n, from = input.data, to = reinterpret_cast<float*>(out.data)](Channel& channel) {
                   comm::reduce_scatter(channel, wire, from, n, to);
                 });
  }

  Napi::Value all_reduce(const Napi::CallbackInfo& info) {
    Args args(info, "allReduce");
    require_usable(info, "allReduce");
    return sum_in_place(args, info, Lane::kSmall, "allReduce", Wire::kFloat32);
  }

  Napi::Value all_reduce_gradient(const Napi::CallbackInfo& info) {
    Args args(info, "allReduceGradient");
    require_usable(info, "allReduceGradient");
    return sum_in_place(args, info, Lane::kReductions, "allReduceGradient", wire_argument(args, 1));
  }

  Napi::Value sum_in_place(const Args& args, const Napi::CallbackInfo& info, Lane lane, const char* op, Wire wire) {
    const Memory buffer = memory_of(args.field(0, "buffer"), size_of(wire));
    require_size(args, 0, "buffer", buffer);
    return start(info, lane, op, {{buffer, "buffer", Use::kWrite}},
                 [wire, data = buffer.data, n = buffer.bytes / size_of(wire)](Channel& channel) {
                   comm::all_reduce(channel, wire, data, n);
                 });
  }

  Napi::Value barrier(const Napi::CallbackInfo& info) {
    require_usable(info, "barrier");
    return start(info, Lane::kSmall, "barrier", {}, [](Channel& channel) { comm::barrier(channel); });
  }

  Napi::Value traffic(const Napi::CallbackInfo& info) {
    const Traffic& traffic = *mesh_->traffic();
    Napi::Object out = Napi::Object::New(info.Env());
    out.Set("bytesSent", static_cast<double>(traffic.bytes_sent));
    out.Set("bytesReceived", static_cast<double>(traffic.bytes_received));
    out.Set("waitSeconds", static_cast<double>(traffic.wait_nanoseconds) * 1e-9);
    return out;
  }

  Napi::Value close(const Napi::CallbackInfo& info) {
    mesh_->close();
    running_.clear();
    return info.Env().Undefined();
  }

  void require_usable(const Napi::CallbackInfo& info, const std::string& op) const {
    if (mesh_->closed()) throw Napi::Error::New(info.Env(), op + ": the mesh is closed");
    if (!mesh_->connected())
      throw Napi::Error::New(info.Env(), op + ": the mesh is not connected; await connect() first");
  }

  void require_size(const Args& args, size_t index, const char* name, const Memory& memory) const {
    if (memory.bytes >= kMostBytes)
      args.fail(index, name, "fewer than " + std::to_string(kMostBytes) + " bytes");
  }

  void require_divisible(const Args& args, size_t index, const char* name, const Memory& memory, size_t width) const {
    require_size(args, index, name, memory);
    const auto ranks = static_cast<size_t>(mesh_->world_size());
    if (memory.bytes / width % ranks != 0)
      args.fail("argument " + std::to_string(index) + " \"" + name + "\" has " + std::to_string(memory.bytes / width) +
                (width == 1 ? " bytes" : " elements") + ", expected a multiple of the world size " +
                std::to_string(ranks));
  }

  Napi::Value start(const Napi::CallbackInfo& info, Lane lane, const char* op, std::vector<Lent> lent,
                    std::function<void(Channel&)> collective) {
    std::erase_if(running_, [](const Running& running) { return running.operation->done(); });
    for (size_t i = 0; i < lent.size(); ++i) {
      for (size_t j = 0; j < i; ++j)
        if (overlap(lent[i], lent[j]))
          throw Napi::RangeError::New(info.Env(), std::string(op) + ": \"" + lent[i].name + "\" and \"" + lent[j].name +
                                                      "\" share memory, expected memory of their own");
      for (const Running& running : running_)
        for (const Lent& busy : running.lent)
          if (overlap(lent[i], busy))
            throw Napi::RangeError::New(info.Env(), std::string(op) + ": \"" + lent[i].name + "\" is in use by " +
                                                        running.op + "; wait() for it first");
    }
    Running running{nullptr, op, std::move(lent), {}};
    std::vector<std::shared_ptr<void>> storages;
    for (Lent& each : running.lent) {
      if (!each.memory.array.IsEmpty())
        running.arrays.push_back(Napi::Reference<Napi::Value>::New(each.memory.array, 1));
      // A handle is good for this call only, and a Tensor's storage is the collective's.
      each.memory.array = Napi::Value();
      storages.push_back(std::move(each.memory.storage));
    }
    running.operation = mesh_->submit(
        lane, op, [collective = std::move(collective), storages = std::move(storages)](Channel& channel) {
          collective(channel);
        });
    const auto operation = running.operation;
    running_.push_back(std::move(running));
    return wrap_operation(info.This().As<Napi::Object>(), operation, mesh_->traffic());
  }

  std::unique_ptr<Mesh> mesh_;
  bool connect_called_ = false;
  std::vector<Running> running_;
};

}  // namespace

void init_mesh(Napi::Env env, Napi::Object exports) { exports.Set("Mesh", MeshObject::define(env)); }

}  // namespace dinofleet::comm
