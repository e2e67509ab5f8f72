#include "cuda/copies.h"

#include <string>
#include <utility>
#include <vector>

#include "cuda/bound.h"
#include "cuda/kernels/elementwise.h"
#include "napi/args.h"
#include "napi/opaque.h"
#include "napi/still_running.h"
#include "napi/stream.h"

namespace dinofleet::cuda {
namespace {

constexpr napi_type_tag kEventTag = {0x64696e6f666c6565ULL, 0x6576656e74000001ULL};

// What JavaScript holds of an event: with what a copy reads and writes until then.
struct EventObject {
  std::shared_ptr<const Event> event;
  std::vector<std::shared_ptr<Storage>> storages;
  std::shared_ptr<Runtime> runtime;
  bool is_timed = false;
};

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

Lane lane_of(const Args& args) {
  const Field field = args.field(0, "lane");
  const std::string name = field.string();
  for (const Lane lane : {Lane::kCompute, Lane::kGather, Lane::kReduce})
    if (name == name_of(lane)) return lane;
  field.fail("compute, gather or reduce");
}

// After all that the compute lane was asked for so far.
Napi::Value record(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  return wrap_event(args.env(), {runtime->record(Lane::kCompute), {}, runtime});
}

// As record, of any lane, for secondsBetween.
Napi::Value record_timed(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  return wrap_event(args.env(), {runtime->record_timed(lane_of(args)), {}, runtime, true});
}

// Of two that recordTimed made, both reached.
Napi::Value seconds_between(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  std::shared_ptr<const EventObject> events[2];
  for (const size_t i : {0, 1}) {
    const Field field = args.field(i, i == 0 ? "from" : "to");
    events[i] = unwrap_opaque<EventObject>(field.value(), kEventTag);
    if (!events[i] || !events[i]->is_timed || events[i]->runtime != runtime || !events[i]->event->reached())
      field.fail("an event of recordTimed that is reached");
  }
  return Napi::Number::New(args.env(), runtime->seconds_between(*events[0]->event, *events[1]->event));
}

Napi::Value reached(const Args& args, const std::shared_ptr<Runtime>&) {
  return Napi::Boolean::New(args.env(), event_of(args)->event->reached());
}

Napi::Value wait(const Args& args, const std::shared_ptr<Runtime>&) {
  event_of(args)->event->wait([&args] { return still_running(args.env()); });
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
  return wrap_event(args.env(), {std::move(end), {dst.storage}, runtime});
}

// Beside the ops that follow; nothing may write the tensor until the event was joined.
Napi::Value start_copy_out(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  const Tensor src = args.tensor(0, "src");
  const auto dst = args.field(1, "dst").shared_array<uint8_t>(
      "a Uint8Array of " + std::to_string(src.bytes()) + " elements in shared memory", src.bytes());
  follow_compute(*runtime, Lane::kOut);
  if (src.bytes() > 0) runtime->copy(Lane::kOut, dst.data(), src.data<void>(), src.bytes());
  runtime->issued(Lane::kOut, "copyOut", {range_of(src)}, {});
  return wrap_event(args.env(), {runtime->record(Lane::kOut), {src.storage}, runtime});
}

// In the order of the ops: later ones may write the tensor.
Napi::Value start_read(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  const Tensor src = args.tensor(0, "src").float32();
  std::byte* dst = host_bytes(args.field(1, "dst"), src);
  if (src.bytes() > 0) runtime->copy(Lane::kCompute, dst, src.data<void>(), src.bytes());
  runtime->issued(Lane::kCompute, "readLater", {range_of(src)}, {});
  return wrap_event(args.env(), {runtime->record(Lane::kCompute), {src.storage}, runtime});
}

// For a library that puts work on a lane.
Napi::Value stream(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  return wrap_stream(args.env(), {runtime->device(), runtime->stream(lane_of(args)), runtime});
}

// What is put on the lane from now on comes after the ops so far.
Napi::Value follow(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  const Lane lane = lane_of(args);
  if (lane != Lane::kCompute) follow_compute(*runtime, lane);
  return args.env().Undefined();
}

const char* collective_of(const Field& field) {
  const std::string name = field.string();
  for (const char* each : {"allGather", "reduceScatter", "allReduce", "allReduceGradient"})
    if (name == each) return each;
  field.fail("allGather, reduceScatter, allReduce or allReduceGradient");
}

// After what a library has put on the lane, with the tensors that this reads and writes.
Napi::Value end(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  const Lane lane = lane_of(args);
  const char* op = collective_of(args.field(1, "op"));
  std::vector<std::shared_ptr<Storage>> storages;
  std::vector<Range> ranges[2];
  for (const size_t kind : {0, 1}) {
    const Field list = args.field(2 + kind, kind == 0 ? "reads" : "writes");
    for (uint32_t i = 0; i < list.length(); ++i) {
      const Tensor tensor = list.at(i).tensor();
      ranges[kind].push_back(range_of(tensor));
      storages.push_back(tensor.storage);
    }
  }
  runtime->issued(lane, op, ranges[0], ranges[1]);
  return wrap_event(args.env(), {runtime->record(lane), std::move(storages), runtime});
}

// On a lane, between `follow` and `end`: out (n) = the sum of parts (W * n), in float32 and in the order of the parts.
Napi::Value sum_parts(const Args& args, const std::shared_ptr<Runtime>& runtime) {
  const Lane lane = lane_of(args);
  const TensorArg parts = args.tensor(1, "parts").floating();
  const TensorArg out = args.tensor(2, "out").floating();
  const int64_t n = out.get().numel();
  if (n == 0 ? parts.get().numel() != 0 : parts.get().numel() % n != 0 || parts.get().numel() == 0)
    parts.fail("a multiple of the " + std::to_string(n) + " elements of \"out\"");
  if (n > 0)
    cuda::sum_parts(runtime->stream(lane), parts.get().dtype, parts.get().data<void>(), parts.get().numel() / n,
                    out.get().dtype, out.get().data<void>(), n);
  return args.env().Undefined();
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
  define_bound<record_timed>(env, exports, "recordTimed", runtime);
  define_bound<seconds_between>(env, exports, "secondsBetween", runtime);
  define_bound<reached>(env, exports, "reached", runtime);
  define_bound<wait>(env, exports, "wait", runtime);
  define_bound<join>(env, exports, "join", runtime);
  define_bound<start_upload>(env, exports, "startUpload", runtime);
  define_bound<start_copy_out>(env, exports, "startCopyOut", runtime);
  define_bound<start_read>(env, exports, "startRead", runtime);
  define_bound<stream>(env, exports, "stream", runtime);
  define_bound<follow>(env, exports, "follow", runtime);
  define_bound<end>(env, exports, "end", runtime);
  define_bound<sum_parts>(env, exports, "sumParts", runtime);
  define_bound<pin>(env, exports, "pin", runtime);
  define_bound<unpin>(env, exports, "unpin", runtime);
}

}  // namespace dinofleet::cuda
