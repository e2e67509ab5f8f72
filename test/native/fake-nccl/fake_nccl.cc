// libnccl.so in host memory: its ranks are communicators of one process, in one thread or in many. A collective is carried out by whoever
// comes last, until when it is in progress for the others. Sums are rounded at every rank, as a ring does.
//
// A commName of "slow MS" takes so long to be set up; one of "fail N" fails at its call number N, counted from 0, as if a peer were gone; one
// of "log PATH" appends a line for each call to a file.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <deque>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "nccl-bindings/nccl_library.h"

using namespace dinofleet::nccl;

namespace {

using Clock = std::chrono::steady_clock;

struct Team;

}  // namespace

namespace dinofleet::nccl {

struct OpaqueComm {
  std::shared_ptr<Team> team;
  int rank = 0;
  size_t calls = 0;
  int under_way = 0;
  Result error = kSuccess;
  bool is_finalized = false;
  bool is_revoked = false;
  Clock::time_point ready_at;
  long fails_at = -1;
  std::string log_path;
};

}  // namespace dinofleet::nccl

namespace {

struct Call {
  std::string kind;
  Handle comm;
  const void* from = nullptr;
  void* to = nullptr;
  size_t count = 0;
  int dtype = 1;
  int op = 0;
  int peer = 0;  // the root, or whom it goes to or comes from
  Stream stream = nullptr;
  // Of a split or a shrink
  int color = 0, key = 0;
  std::vector<int> excluded;
  Handle* made = nullptr;
  std::string made_name;
};

struct Team {
  explicit Team(int size) : members(static_cast<size_t>(size)) {}

  std::vector<Handle> members;
  int arrived = 0;
  std::map<size_t, std::vector<Call>> collectives;  // by number
  std::map<std::pair<int, int>, std::pair<std::deque<Call>, std::deque<Call>>> messages;  // from and to: sends, receives
  std::map<std::vector<int>, std::vector<Call>> shrinks;                                  // by who leaves
};

std::mutex mutex;
std::map<std::string, std::weak_ptr<Team>> teams;
std::string last_error;
thread_local int depth = 0;
thread_local std::vector<Call> grouped;

float float_of(uint32_t bits) {
  float out;
  std::memcpy(&out, &bits, sizeof out);
  return out;
}

struct BFloat16 {
  uint16_t bits = 0;

  BFloat16() = default;
  BFloat16(float value) {
    uint32_t word;
    std::memcpy(&word, &value, sizeof word);
    bits = static_cast<uint16_t>((word + 0x7fff + ((word >> 16) & 1)) >> 16);
  }
  operator float() const { return float_of(uint32_t{bits} << 16); }
};

size_t width(int dtype) {
  constexpr size_t kWidths[] = {1, 1, 4, 4, 8, 8, 2, 4, 8, 2, 1, 1};
  return kWidths[dtype];
}

template <typename T>
void reduce_as(const std::vector<const void*>& from, void* to, size_t count, int op) {
  T* out = static_cast<T*>(to);
  for (size_t i = 0; i < count; ++i) {
    T sum = static_cast<const T*>(from[0])[i];
    for (size_t rank = 1; rank < from.size(); ++rank) {
      const T value = static_cast<const T*>(from[rank])[i];
      switch (op) {
        case 1: sum = static_cast<T>(sum * value); break;
        case 2: sum = std::max(sum, value); break;
        case 3: sum = std::min(sum, value); break;
        default: sum = static_cast<T>(sum + value);
      }
    }
    out[i] = op == 4 ? static_cast<T>(sum / static_cast<T>(from.size())) : sum;
  }
}

// False where it is no type to compute in.
bool reduce_into(const std::vector<const void*>& from, void* to, size_t count, int dtype, int op) {
  switch (dtype) {
    case 0: reduce_as<int8_t>(from, to, count, op); return true;
    case 1: reduce_as<uint8_t>(from, to, count, op); return true;
    case 2: reduce_as<int32_t>(from, to, count, op); return true;
    case 3: reduce_as<uint32_t>(from, to, count, op); return true;
    case 4: reduce_as<int64_t>(from, to, count, op); return true;
    case 5: reduce_as<uint64_t>(from, to, count, op); return true;
    case 6: reduce_as<_Float16>(from, to, count, op); return true;
    case 7: reduce_as<float>(from, to, count, op); return true;
    case 8: reduce_as<double>(from, to, count, op); return true;
    case 9: reduce_as<BFloat16>(from, to, count, op); return true;
    default: return false;
  }
}

void finish(const Call& call) { --call.comm->under_way; }

void fail(Handle comm, Result result, const std::string& what) {
  last_error = what;
  comm->error = result;
  comm->under_way = 0;
}

void read_name(Handle comm, const char* name) {
  const std::string text = name == nullptr ? "" : name;
  if (text.starts_with("slow ")) comm->ready_at = Clock::now() + std::chrono::milliseconds(std::stol(text.substr(5)));
  if (text.starts_with("fail ")) comm->fails_at = std::stol(text.substr(5));
  if (text.starts_with("log ")) comm->log_path = text.substr(4);
}

Handle join_team(const std::shared_ptr<Team>& team, int rank, const char* name) {
  auto* comm = new OpaqueComm;
  comm->team = team;
  comm->rank = rank;
  comm->ready_at = Clock::now();
  read_name(comm, name);
  team->members[static_cast<size_t>(rank)] = comm;
  ++team->arrived;
  return comm;
}

// Of one new communicator, in the order of their keys.
void make_team(std::vector<Call> calls) {
  std::stable_sort(calls.begin(), calls.end(), [](const Call& a, const Call& b) {
    return std::tie(a.key, a.comm->rank) < std::tie(b.key, b.comm->rank);
  });
  const auto team = std::make_shared<Team>(static_cast<int>(calls.size()));
  for (size_t rank = 0; rank < calls.size(); ++rank)
    *calls[rank].made = join_team(team, static_cast<int>(rank), calls[rank].made_name.c_str());
}

void split_team(const std::vector<Call>& calls) {
  std::map<int, std::vector<Call>> by_color;
  for (const Call& call : calls)
    if (call.color != kNoColor) by_color[call.color].push_back(call);
  for (auto& [color, members] : by_color) make_team(members);
}

std::vector<const void*> inputs_of(const std::vector<Call>& calls, size_t skipped_bytes = 0) {
  std::vector<const void*> out;
  for (const Call& call : calls) out.push_back(static_cast<const char*>(call.from) + skipped_bytes);
  return out;
}

// All ranks' calls are there, by rank. What an input shares with an output is read before it is written.
void carry_out(const std::vector<Call>& calls) {
  const Call& first = calls.front();
  for (const Call& call : calls)
    if (call.kind != first.kind || call.count != first.count || call.dtype != first.dtype) {
      for (const Call& each : calls) fail(each.comm, kInvalidUsage, "ranks call " + first.kind + " and " + call.kind);
      return;
    }
  const size_t bytes = first.count * width(first.dtype);
  std::vector<std::vector<char>> outputs(calls.size());
  for (size_t rank = 0; rank < calls.size(); ++rank) {
    std::vector<char>& out = outputs[rank];
    if (first.kind == "allGather") {
      for (const Call& call : calls)
        out.insert(out.end(), static_cast<const char*>(call.from), static_cast<const char*>(call.from) + bytes);
    } else if (first.kind == "broadcast") {
      const char* from = static_cast<const char*>(calls[static_cast<size_t>(first.peer)].from);
      out.assign(from, from + bytes);
    } else if (first.kind != "split" && (first.kind != "reduce" || static_cast<size_t>(first.peer) == rank)) {
      out.resize(bytes);
      const size_t skipped = first.kind == "reduceScatter" ? rank * bytes : 0;
      if (!reduce_into(inputs_of(calls, skipped), out.data(), first.count, first.dtype, first.op)) {
        for (const Call& each : calls) fail(each.comm, kInvalidArgument, "there are no sums of this type");
        return;
      }
    }
  }
  if (first.kind == "split") split_team(calls);
  for (size_t rank = 0; rank < calls.size(); ++rank) {
    if (!outputs[rank].empty()) std::memcpy(calls[rank].to, outputs[rank].data(), outputs[rank].size());
    finish(calls[rank]);
  }
}

void submit_message(const Call& call) {
  const bool is_send = call.kind == "send";
  Team& team = *call.comm->team;
  auto& [sends, receives] =
      team.messages[is_send ? std::pair(call.comm->rank, call.peer) : std::pair(call.peer, call.comm->rank)];
  (is_send ? sends : receives).push_back(call);
  if (sends.empty() || receives.empty()) return;
  const Call from = sends.front(), to = receives.front();
  sends.pop_front();
  receives.pop_front();
  std::memcpy(to.to, from.from, std::min(from.count, to.count) * width(from.dtype));
  finish(from);
  finish(to);
}

void submit(const Call& call) {
  OpaqueComm& comm = *call.comm;
  if (!comm.log_path.empty())
    std::ofstream(comm.log_path, std::ios::app) << comm.rank << ' ' << call.kind << ' ' << call.count << '\n';
  const size_t number = comm.calls++;
  if (static_cast<long>(number) == comm.fails_at) return fail(call.comm, kRemoteError, "connection closed by a peer");
  ++comm.under_way;
  Team& team = *comm.team;
  if (call.kind == "send" || call.kind == "receive") return submit_message(call);
  if (call.kind == "shrink") {
    auto& calls = team.shrinks[call.excluded];
    calls.push_back(call);
    if (calls.size() + call.excluded.size() < team.members.size()) return;
    const std::vector<Call> all = std::move(calls);
    team.shrinks.erase(call.excluded);
    make_team(all);
    for (const Call& each : all) finish(each);
    return;
  }
  auto& calls = team.collectives[number];
  calls.push_back(call);
  if (calls.size() < team.members.size()) return;
  std::vector<Call> all = std::move(calls);
  team.collectives.erase(number);
  std::sort(all.begin(), all.end(), [](const Call& a, const Call& b) { return a.comm->rank < b.comm->rank; });
  carry_out(all);
}

Result state_of(const OpaqueComm& comm) {
  if (comm.error != kSuccess) return comm.error;
  const bool is_set_up =
      comm.team->arrived == static_cast<int>(comm.team->members.size()) && Clock::now() >= comm.ready_at;
  return is_set_up && comm.under_way == 0 ? kSuccess : kInProgress;
}

Result take(const Call& call) {
  const std::lock_guard lock(mutex);
  if (call.comm->is_finalized || call.comm->is_revoked) {
    last_error = call.comm->is_revoked ? "the communicator is revoked" : "the communicator is finalized";
    return kInvalidUsage;
  }
  if (call.comm->error != kSuccess && call.kind != "shrink") return call.comm->error;
  if (depth > 0) {
    grouped.push_back(call);
    return kSuccess;
  }
  submit(call);
  return state_of(*call.comm);
}

}  // namespace

#define EXPORT extern "C" __attribute__((visibility("default")))

EXPORT Result ncclGetVersion(int* version) {
  *version = VERSION;
  return kSuccess;
}

EXPORT const char* ncclGetErrorString(Result result) {
  constexpr const char* kTexts[] = {"no error",
                                    "unhandled cuda error",
                                    "unhandled system error",
                                    "internal error",
                                    "invalid argument",
                                    "invalid usage",
                                    "remote process exited or there was a network error",
                                    "NCCL operation in progress"};
  return kTexts[result];
}

EXPORT const char* ncclGetLastError(Handle) { return last_error.c_str(); }

EXPORT Result ncclGetUniqueId(UniqueId* id) {
  static int made = 0;
  const std::lock_guard lock(mutex);
  id->bytes.fill(0);
  std::snprintf(id->bytes.data(), id->bytes.size(), "team %d", made++);
  return kSuccess;
}

EXPORT Result ncclCommInitRankConfig(Handle* made, int size, UniqueId id, int rank, Config* config) {
  const std::lock_guard lock(mutex);
  if (config->blocking != 0 || config->magic != 0xcafebeef || config->size != sizeof(Config)) return kInvalidArgument;
  std::weak_ptr<Team>& known = teams[id.bytes.data()];
  std::shared_ptr<Team> team = known.lock();
  if (!team) known = team = std::make_shared<Team>(size);
  *made = join_team(team, rank, config->comm_name);
  return state_of(**made);
}

EXPORT Result ncclCommFinalize(Handle comm) {
  const std::lock_guard lock(mutex);
  comm->is_finalized = true;
  return state_of(*comm);
}

EXPORT Result ncclCommDestroy(Handle comm) {
  const std::lock_guard lock(mutex);
  delete comm;
  return kSuccess;
}

// Its calls of which a peer's part is missing are never carried out: the peers wait on.
EXPORT Result ncclCommAbort(Handle comm) {
  const std::lock_guard lock(mutex);
  const auto is_its_own = [comm](const Call& call) { return call.comm == comm; };
  for (auto& [number, calls] : comm->team->collectives) std::erase_if(calls, is_its_own);
  for (auto& [ends, calls] : comm->team->messages) {
    std::erase_if(calls.first, is_its_own);
    std::erase_if(calls.second, is_its_own);
  }
  delete comm;
  return kSuccess;
}

EXPORT Result ncclCommSplit(Handle comm, int color, int key, Handle* made, Config* config) {
  Call call{.kind = "split", .comm = comm};
  call.color = color;
  call.key = key;
  call.made = made;
  call.made_name = config->comm_name == nullptr ? "" : config->comm_name;
  return take(call);
}

EXPORT Result ncclCommGetAsyncError(Handle comm, Result* error) {
  const std::lock_guard lock(mutex);
  *error = state_of(*comm);
  return kSuccess;
}

EXPORT Result ncclCommCuDevice(Handle, int* device) {
  *device = 0;
  return kSuccess;
}

EXPORT Result ncclCommCount(Handle comm, int* count) {
  *count = static_cast<int>(comm->team->members.size());
  return kSuccess;
}

EXPORT Result ncclCommUserRank(Handle comm, int* rank) {
  *rank = comm->rank;
  return kSuccess;
}

EXPORT Result ncclReduce(const void* from, void* to, size_t count, int dtype, int op, int root, Handle comm, Stream stream) {
  return take({.kind = "reduce", .comm = comm, .from = from, .to = to, .count = count, .dtype = dtype, .op = op, .peer = root, .stream = stream});
}

EXPORT Result ncclBroadcast(const void* from, void* to, size_t count, int dtype, int root, Handle comm, Stream stream) {
  return take({.kind = "broadcast", .comm = comm, .from = from, .to = to, .count = count, .dtype = dtype, .peer = root, .stream = stream});
}

EXPORT Result ncclAllReduce(const void* from, void* to, size_t count, int dtype, int op, Handle comm, Stream stream) {
  return take({.kind = "allReduce", .comm = comm, .from = from, .to = to, .count = count, .dtype = dtype, .op = op, .stream = stream});
}

EXPORT Result ncclReduceScatter(const void* from, void* to, size_t count, int dtype, int op, Handle comm, Stream stream) {
  return take({.kind = "reduceScatter", .comm = comm, .from = from, .to = to, .count = count, .dtype = dtype, .op = op, .stream = stream});
}

EXPORT Result ncclAllGather(const void* from, void* to, size_t count, int dtype, Handle comm, Stream stream) {
  return take({.kind = "allGather", .comm = comm, .from = from, .to = to, .count = count, .dtype = dtype, .stream = stream});
}

EXPORT Result ncclSend(const void* from, size_t count, int dtype, int peer, Handle comm, Stream stream) {
  return take({.kind = "send", .comm = comm, .from = from, .count = count, .dtype = dtype, .peer = peer, .stream = stream});
}

EXPORT Result ncclRecv(void* to, size_t count, int dtype, int peer, Handle comm, Stream stream) {
  return take({.kind = "receive", .comm = comm, .to = to, .count = count, .dtype = dtype, .peer = peer, .stream = stream});
}

EXPORT Result ncclGroupStart() {
  ++depth;
  return kSuccess;
}

EXPORT Result ncclGroupEnd() {
  if (--depth > 0) return kSuccess;
  const std::lock_guard lock(mutex);
  const std::vector<Call> calls = std::move(grouped);
  grouped.clear();
  for (const Call& call : calls) submit(call);
  for (const Call& call : calls)
    if (state_of(*call.comm) == kInProgress) return kInProgress;
  return kSuccess;
}

#if VERSION >= 21900
EXPORT Result ncclCommRegister(Handle, void* memory, size_t, void** registered) {
  *registered = memory;
  return kSuccess;
}

EXPORT Result ncclCommDeregister(Handle, void*) { return kSuccess; }
#endif

#if VERSION >= 22700
EXPORT Result ncclCommShrink(Handle comm, int* excluded, int count, Handle* made, Config* config, int flags) {
  {
    const std::lock_guard lock(mutex);
    if ((flags & kShrinkAbort) != 0) {
      comm->under_way = 0;
      comm->error = kSuccess;
      comm->is_revoked = false;
    }
  }
  Call call{.kind = "shrink", .comm = comm};
  call.excluded.assign(excluded, excluded + count);
  std::sort(call.excluded.begin(), call.excluded.end());
  call.key = comm->rank;
  call.made = made;
  call.made_name = config->comm_name == nullptr ? "" : config->comm_name;
  return take(call);
}
#endif

#if VERSION >= 22800
EXPORT Result ncclCommRevoke(Handle comm, int) {
  const std::lock_guard lock(mutex);
  comm->under_way = 0;
  comm->is_revoked = true;
  return kSuccess;
}
#endif
