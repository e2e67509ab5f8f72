// A device in host memory: what a lane is asked for is done at once, which is one of the orders that a device could take.
#include "cuda/runtime.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "cuda/emulated/log.h"
#include "cuda/kernels/kernel.h"

namespace dinofleet::cuda {
namespace {

constexpr size_t kMemoryBytes = size_t{4} << 30;
constexpr size_t kAlignment = 256;
constexpr int kMostDevices = 64;

class EmulatedEvent final : public Event {
 public:
  EmulatedEvent(Log* log, Lane lane, int64_t number)
      : log_(log), lane_(lane), number(number), at(std::chrono::steady_clock::now()) {}
  bool reached() const override { return true; }
  void wait(const std::function<bool()>&) const override { log_->add({LogEntry::Kind::kHostWait, lane_, "", number, {}, {}}); }

 private:
  Log* log_;
  Lane lane_;

 public:
  const int64_t number;
  const std::chrono::steady_clock::time_point at;
};

// op(x) (rows, columns) in float.
template <typename T>
std::vector<float> floats_of(const void* from, bool transpose, int64_t rows, int64_t columns, int64_t stride) {
  const T* x = static_cast<const T*>(from);
  std::vector<float> out(static_cast<size_t>(rows * columns));
  for (int64_t r = 0; r < rows; ++r)
    for (int64_t c = 0; c < columns; ++c) out[r * columns + c] = to_float(transpose ? x[c * stride + r] : x[r * stride + c]);
  return out;
}

// Two orders of the same sum.
enum Order : uint8_t { kUpwards, kDownwards };

template <typename T>
void multiply_in_float(const Runtime::Product& p, Order order) {
  const std::vector<float> a = floats_of<T>(p.a, p.transpose_a, p.m, p.k, p.lda);
  const std::vector<float> b = floats_of<T>(p.b, p.transpose_b, p.k, p.n, p.ldb);
  const T* bias = static_cast<const T*>(p.bias);
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < p.m; ++i) {
    std::vector<float> row(static_cast<size_t>(p.n));
    for (int64_t step = 0; step < p.k; ++step) {
      const int64_t k = order == kUpwards ? step : p.k - 1 - step;
      const float left = a[i * p.k + k];
      const float* right = b.data() + k * p.n;
      for (int64_t j = 0; j < p.n; ++j) row[j] += left * right[j];
    }
    for_type(p.d_dtype, [&](auto number) {
      auto* d = static_cast<decltype(number)*>(p.d) + i * p.ldd;
      for (int64_t j = 0; j < p.n; ++j) {
        const float sum = bias == nullptr ? row[j] : row[j] + to_float(bias[j]);
        set(d[j], p.beta == 0 ? sum : sum + to_float(d[j]));
      }
    });
  }
}

class EmulatedRuntime final : public Runtime {
 public:
  EmulatedRuntime(int index, const std::string& folder) : algorithms_(folder, "emulated"), index_(index) {}

  Device device() const override { return {Device::Kind::kEmulatedCuda, index_}; }
  DeviceFacts facts() const override { return {"emulated on the CPU", kMemoryBytes, size_t{227} << 10}; }

  void* take(size_t bytes) override {
    if (taken_ + bytes > kMemoryBytes) return nullptr;
    void* block = std::aligned_alloc(kAlignment, bytes);
    if (block == nullptr) return nullptr;
    taken_ += bytes;
    std::memset(block, 0xff, bytes);  // NaN: nobody may count on what is there
    return block;
  }
  void give_back(void* data, size_t bytes) noexcept override {
    taken_ -= bytes;
    std::free(data);
  }
  std::pair<size_t, size_t> memory() const override { return {kMemoryBytes - taken_, kMemoryBytes}; }

  Stream stream(Lane) const override { return nullptr; }
  void copy(Lane, void* to, const void* from, size_t bytes) override { std::memmove(to, from, bytes); }
  void zero(Lane, void* to, size_t bytes) override { std::memset(to, 0, bytes); }
  std::shared_ptr<const Event> record(Lane lane) override {
    log.add({LogEntry::Kind::kRecord, lane, "", ++events_, {}, {}});
    return std::make_shared<const EmulatedEvent>(&log, lane, events_);
  }
  std::shared_ptr<const Event> record_timed(Lane lane) override { return record(lane); }
  double seconds_between(const Event& from, const Event& to) const override {
    return std::chrono::duration<double>(static_cast<const EmulatedEvent&>(to).at - static_cast<const EmulatedEvent&>(from).at)
        .count();
  }
  void wait(Lane lane, const Event& event) override {
    log.add({LogEntry::Kind::kWait, lane, "", static_cast<const EmulatedEvent&>(event).number, {}, {}});
  }
  void synchronize(Lane lane) override { record(lane)->wait({}); }
  bool wants_ranges() const override { return true; }
  void issued(Lane lane, const char* op, const std::vector<Range>& reads, const std::vector<Range>& writes) override {
    log.add({LogEntry::Kind::kOp, lane, op, 0, reads, writes});
    if (is_broken_) throw std::runtime_error(failure(op, "cudaErrorIllegalAddress", "as a test has wanted"));
  }
  void break_device() { is_broken_ = true; }

  void pin(void*, size_t) override {}
  void unpin(void*) noexcept override {}

  void multiply(Lane, const Product& p) override {
    const auto fits = [](const Algorithms::Bytes& kept) { return kept.size() == 1 && kept[0] <= kDownwards; };
    const std::string what = std::to_string(p.m) + "-" + std::to_string(p.n) + "-" + std::to_string(p.k);
    const auto order = static_cast<Order>(algorithms_.find(what, {fits, [&] { return Algorithms::Bytes{fastest_}; }})[0]);
    for_type(p.dtype, [&](auto number) { multiply_in_float<decltype(number)>(p, order); });
  }
  Algorithms& algorithms() override { return algorithms_; }
  void call_fastest(uint8_t algorithm) { fastest_ = algorithm; }

  // By the simple kernels, whose scratch is a number for each row of scores.
  bool has_fused_attention() const override { return true; }
  size_t fused_attention_scratch(const AttentionShape& shape, DType, bool backward) override {
    return backward ? static_cast<size_t>(shape.tokens) * shape.heads * sizeof(float) : 0;
  }
  void fused_attention(Lane lane, const AttentionShape& shape, DType dtype, const void* qkv, void* out, float* stats,
                       void*) override {
    attention_simple(stream(lane), dtype, shape, qkv, out, stats);
  }
  void fused_attention_backward(Lane lane, const AttentionShape& shape, DType dtype, const void* d_out, const void* qkv,
                                const void* out, const float* stats, void* d_qkv, void* scratch) override {
    attention_simple_backward(stream(lane), dtype, shape, d_out, qkv, out, stats, static_cast<float*>(scratch), d_qkv);
  }

  Log log;

 private:
  Algorithms algorithms_;
  uint8_t fastest_ = kUpwards;
  int index_;
  size_t taken_ = 0;
  int64_t events_ = 0;
  bool is_broken_ = false;
};

}  // namespace

void break_device(Runtime& runtime) { static_cast<EmulatedRuntime&>(runtime).break_device(); }

void call_fastest(Runtime& runtime, uint8_t algorithm) { static_cast<EmulatedRuntime&>(runtime).call_fastest(algorithm); }

std::unique_ptr<Runtime> Runtime::open(int index, const Libraries& libraries) {
  if (index < 0 || index >= kMostDevices)
    throw std::runtime_error("there is no device cuda-emulated:" + std::to_string(index) + ", only 0 to " +
                             std::to_string(kMostDevices - 1));
  return std::make_unique<EmulatedRuntime>(index, libraries.plans);
}

std::vector<LogEntry> Log::take() {
  is_kept_ = true;
  return std::exchange(entries_, {});
}

Log& log_of(Runtime& runtime) { return static_cast<EmulatedRuntime&>(runtime).log; }

}  // namespace dinofleet::cuda
