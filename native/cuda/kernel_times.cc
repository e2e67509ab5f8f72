// As much of CUPTI as is called, found in the library at run time. Values and layouts are those of cupti_activity.h of CUDA 13.0; the fields
// that are read have stood where they are since CUDA 11.
#include "cuda/kernel_times.h"

#include <cxxabi.h>
#include <dlfcn.h>

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace dinofleet::cuda {
namespace {

enum Kind : uint32_t { kCopy = 1, kZeros = 2, kKernel = 10 };

// What records of all three kinds begin with; how those of copies and zeros go on; and where a kernel's has its name.
struct Record {
  Kind kind;
  uint8_t of_kind[12];
  uint64_t start, end;
};
struct CopyRecord {
  Record record;
  uint32_t device, context, stream;
};
struct KernelRecord {
  Record record;
  uint64_t completed;
  uint32_t device, context, stream;
  uint32_t sizes[11];
  int64_t grid_id;
  const char* name;
};
static_assert(offsetof(CopyRecord, stream) == 40 && offsetof(KernelRecord, stream) == 48 && offsetof(KernelRecord, name) == 104);

constexpr size_t kBufferBytes = size_t{1} << 20;
constexpr uint32_t kFlushForced = 1;

struct Cupti {
  int (*register_callbacks)(void (*)(uint8_t**, size_t*, size_t*), void (*)(void*, uint32_t, uint8_t*, size_t, size_t));
  int (*enable)(Kind);
  int (*disable)(Kind);
  int (*flush)(uint32_t);
  int (*next)(uint8_t*, size_t, Record**);
  int (*timestamp)(uint64_t*);
};

Cupti cupti;
std::mutex mutex;
std::vector<KernelTime> times;

template <typename Function>
void find(void* library, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(dlsym(library, name));
  if (function == nullptr) throw std::runtime_error(std::string("the library has no ") + name + ", expected CUPTI");
}

void check(int status, const char* what) {
  if (status != 0) throw std::runtime_error(std::string("CUPTI: ") + what + " failed with status " + std::to_string(status));
}

std::string demangled(const char* name) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> text(abi::__cxa_demangle(name, nullptr, nullptr, &status), std::free);
  return status == 0 ? text.get() : name;
}

void give_buffer(uint8_t** buffer, size_t* bytes, size_t* most_records) {
  *buffer = static_cast<uint8_t*>(std::aligned_alloc(8, kBufferBytes));
  *bytes = *buffer == nullptr ? 0 : kBufferBytes;
  *most_records = 0;
}

// On a thread of CUPTI's.
void take_buffer(void*, uint32_t, uint8_t* buffer, size_t, size_t filled) {
  const std::lock_guard lock(mutex);
  Record* record = nullptr;
  while (cupti.next(buffer, filled, &record) == 0) {
    const bool is_kernel = record->kind == kKernel;
    const auto* kernel = reinterpret_cast<const KernelRecord*>(record);
    times.push_back({is_kernel ? demangled(kernel->name) : record->kind == kCopy ? "copy" : "zeros",
                     is_kernel ? kernel->stream : reinterpret_cast<const CopyRecord*>(record)->stream,
                     static_cast<int64_t>(record->start), static_cast<int64_t>(record->end)});
  }
  std::free(buffer);
}

// What is added to CUPTI's clock to have the host's.
int64_t clock_difference() {
  uint64_t there = 0;
  const auto before = std::chrono::steady_clock::now();
  check(cupti.timestamp(&there), "the look at its clock");
  const auto between = before + (std::chrono::steady_clock::now() - before) / 2;
  const auto here = std::chrono::duration_cast<std::chrono::nanoseconds>(between.time_since_epoch()).count();
  return here - static_cast<int64_t>(there);
}

}  // namespace

void start_kernel_times(const std::string& path) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw std::runtime_error("CUPTI does not load: " + std::string(dlerror()));
  find(library, "cuptiActivityRegisterCallbacks", cupti.register_callbacks);
  find(library, "cuptiActivityEnable", cupti.enable);
  find(library, "cuptiActivityDisable", cupti.disable);
  find(library, "cuptiActivityFlushAll", cupti.flush);
  find(library, "cuptiActivityGetNextRecord", cupti.next);
  find(library, "cuptiGetTimestamp", cupti.timestamp);
  check(cupti.register_callbacks(give_buffer, take_buffer), "the registration of buffers");
  for (const Kind kind : {kKernel, kCopy, kZeros}) check(cupti.enable(kind), "the start");
}

std::vector<KernelTime> take_kernel_times() {
  if (cupti.flush == nullptr) throw std::runtime_error("no times are kept; call startKernelTimes first");
  check(cupti.flush(kFlushForced), "the flush");
  for (const Kind kind : {kKernel, kCopy, kZeros}) cupti.disable(kind);
  const int64_t ahead = clock_difference();
  const std::lock_guard lock(mutex);
  for (KernelTime& time : times) {
    time.start += ahead;
    time.end += ahead;
  }
  return std::exchange(times, {});
}

}  // namespace dinofleet::cuda
