#include "cuda/copies.h"

#include <string>
#include <utility>

#include "napi/args.h"
#include "napi/opaque.h"

namespace dinofleet::cuda {
namespace {

constexpr napi_type_tag kEventTag = {0x64696e6f666c6565ULL, 0x6576656e74000001ULL};

// What JavaScript holds of an event: with what a copy reads and writes until then.
struct EventObject {
  std::shared_ptr<const Event> event;
  std::shared_ptr<Storage> storage;
  std::shared_ptr<Runtime> runtime;
};

// Functions are bound to the runtime of their backend.
struct Bound {
  const char* name;
  std::shared_ptr<Runtime> runtime;
};

template <Napi::Value (*function)(const Args&, const std::shared_ptr<Runtime>&)>
void define_bound(Napi::Env env, Napi::Object exports, const char* name, const std::shared_ptr<Runtime>& runtime) {
  auto bound = std::make_unique<Bound>(Bound{name, runtime});
  Napi::Function made = Napi::Function::New(
      env,
      [](const Napi::CallbackInfo& info) {
        const Bound& held = *static_cast<const Bound*>(info.Data());
        return guard(info, held.name, [&] { return function(Args(info, held.name), held.runtime); });
      },
      name, bound.get());
  made.AddFinalizer([](Napi::Env, Bound* held) { delete held; }, bound.get());
  bound.release();
  exports.Set(name, made);
}

Napi::Value wrap_event(Napi::Env env, EventObject event) {
  return wrap_opaque(env, kEventTag, std::make_shared<const EventObject>(std::move(event)));
}

std::shared_ptr<const EventObject> event_of(const Args& args) {
  const Field field = args.field(0, "event");
  std::shared_ptr<const EventObject> event = unwrap_opaque<EventObject>(field.value(), kEventTag);
  if (!event) field.fail("an event of this device");
  return event;
}

Range range_of(const Tensor& tensor) { return {tensor.data<void>(), tensor.bytes()}; }

// After all that the compute lane was asked for so far.
Napi::Value record(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  return wrap_event(args.env(), {runtime->record(Lane::kCompute), nullptr, runtime});
}

Napi::Value reached(const Args& args, const std::shared_ptr<Runtime>&) {
  return Napi::Boolean::New(args.env(), event_of(args)->event->reached());
}

Napi::Value wait(const Args& args, const std::shared_ptr<Runtime>&) {
  event_of(args)->event->wait();
  return args.env().Undefined();
}

// The compute lane goes on when the event is reached.
Napi::Value join(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  runtime->wait(Lane::kCompute, *event_of(args)->event);
  return args.env().Undefined();
}

// The bytes of an array in shared memory, as many as the tensor's.
std::byte* host_bytes(const Field& field, const Tensor& tensor) {
  const std::optional<TypedArray> array = typed_array(field.value());
  if (!array || !array->shared || array->bytes != tensor.bytes())
    field.fail("a typed array of " + std::to_string(tensor.bytes()) + " bytes in shared memory");
  return array->data;
}

// A lane may touch blocks that the compute lane has had.
void follow_compute(Runtime& runtime, Lane lane) { runtime.wait(lane, *runtime.record(Lane::kCompute)); }

Napi::Value start_upload(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  const Tensor dst = args.tensor(0, "dst");
  const std::byte* src = host_bytes(args.field(1, "src"), dst);
  follow_compute(*runtime, Lane::kIn);
  if (dst.bytes() > 0) runtime->copy(Lane::kIn, dst.data<void>(), src, dst.bytes());
  runtime->issued(Lane::kIn, "uploadLater", {}, {range_of(dst)});
  std::shared_ptr<const Event> end = runtime->record(Lane::kIn);
  runtime->wait(Lane::kCompute, *end);
  return wrap_event(args.env(), {std::move(end), dst.storage, runtime});
}

// Beside the ops that follow; nothing may write the tensor until the event was joined.
Napi::Value start_copy_out(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  const Tensor src = args.tensor(0, "src");
  const auto dst = args.field(1, "dst").shared_array<uint8_t>(
      "a Uint8Array of " + std::to_string(src.bytes()) + " elements in shared memory", src.bytes());
  follow_compute(*runtime, Lane::kOut);
  if (src.bytes() > 0) runtime->copy(Lane::kOut, dst.data(), src.data<void>(), src.bytes());
  runtime->issued(Lane::kOut, "copyOut", {range_of(src)}, {});
  return wrap_event(args.env(), {runtime->record(Lane::kOut), src.storage, runtime});
}

// In the order of the ops: later ones may write the tensor.
Napi::Value start_read(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  const Tensor src = args.tensor(0, "src").float32();
  std::byte* dst = host_bytes(args.field(1, "dst"), src);
  if (src.bytes() > 0) runtime->copy(Lane::kCompute, dst, src.data<void>(), src.bytes());
  runtime->issued(Lane::kCompute, "readLater", {range_of(src)}, {});
  return wrap_event(args.env(), {runtime->record(Lane::kCompute), src.storage, runtime});
}

std::pair<void*, size_t> shared_memory(const Args& args) {
  const Field field = args.field(0, "memory");
  const std::optional<TypedArray> array = typed_array(field.value());
  if (!array || !array->shared) field.fail("a typed array in shared memory");
  return {array->data, array->bytes};
}

Napi::Value pin(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  const auto [data, bytes] = shared_memory(args);
  if (bytes > 0) runtime->pin(data, bytes);
  return args.env().Undefined();
}

Napi::Value unpin(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  const auto [data, bytes] = shared_memory(args);
  if (bytes > 0) runtime->unpin(data);
  return args.env().Undefined();
}

}  // namespace

void init_copies(Napi::Env env, Napi::Object exports, const std::shared_ptr<Runtime>& runtime) {
  define_bound<record>(env, exports, "record", runtime);
  define_bound<reached>(env, exports, "reached", runtime);
  define_bound<wait>(env, exports, "wait", runtime);
  define_bound<join>(env, exports, "join", runtime);
  define_bound<start_upload>(env, exports, "startUpload", runtime);
  define_bound<start_copy_out>(env, exports, "startCopyOut", runtime);
  define_bound<start_read>(env, exports, "startRead", runtime);
  define_bound<pin>(env, exports, "pin", runtime);
  define_bound<unpin>(env, exports, "unpin", runtime);
}

}  // namespace dinofleet::cuda
