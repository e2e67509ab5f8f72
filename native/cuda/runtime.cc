// A GPU by the CUDA runtime, which is linked statically; libraries are found at run time.
#include "cuda/runtime.h"

#include <cuda_runtime_api.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <string>
#include <thread>

#include "cuda/devices.h"
#include "cuda/fused_attention.h"
#include "cuda/products.h"

namespace dinofleet::cuda {
namespace {

void check(cudaError_t status, const std::string& what) {
  if (status == cudaSuccess) return;
  throw std::runtime_error(what + ": " + cudaGetErrorName(status) + ", " + cudaGetErrorString(status));
}

constexpr std::chrono::microseconds kFirstPause{2};
constexpr std::chrono::microseconds kLongestPause{100};
constexpr std::chrono::milliseconds kAsk{50};

class CudaEvent final : public Event {
 public:
  CudaEvent(cudaStream_t stream, bool is_timed) {
    check(cudaEventCreateWithFlags(&event, is_timed ? cudaEventDefault : cudaEventDisableTiming), "an event");
    check(cudaEventRecord(event, stream), "an event");
  }
  ~CudaEvent() override { cudaEventDestroy(event); }

  bool reached() const override {
    const cudaError_t status = cudaEventQuery(event);
    if (status == cudaErrorNotReady) return false;
    check(status, "work on the device has failed");
    return true;
  }
  // By looking: CUDA's own wait cannot be left.
  void wait(const std::function<bool()>& may_go_on) const override {
    auto asked = std::chrono::steady_clock::now();
    for (auto pause = kFirstPause; !reached(); pause = std::min(2 * pause, kLongestPause)) {
      std::this_thread::sleep_for(pause);
      if (std::chrono::steady_clock::now() - asked < kAsk) continue;
      if (!may_go_on()) return;
      asked = std::chrono::steady_clock::now();
    }
  }

  cudaEvent_t event = nullptr;
};

class CudaRuntime final : public Runtime {
 public:
  CudaRuntime(int index, const Libraries& libraries) : index_(index), libraries_(libraries) {
    check(cudaSetDevice(index), device().name());
    for (cudaStream_t& stream : streams_)
      check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), "a stream on " + device().name());
    products_ = std::make_unique<Products>(libraries.cublas_lt, libraries.plans, facts().name);
  }
  ~CudaRuntime() override {
    fused_attention_.reset();
    products_.reset();
    for (cudaStream_t stream : streams_) cudaStreamDestroy(stream);
  }

  Device device() const override { return {Device::Kind::kCuda, index_}; }
  DeviceFacts facts() const override {
    cudaDeviceProp properties;
    check(cudaGetDeviceProperties(&properties, index_), device().name());
    return {properties.name, properties.totalGlobalMem, properties.sharedMemPerBlockOptin};
  }

  void* take(size_t bytes) override {
    void* block = nullptr;
    const cudaError_t status = cudaMalloc(&block, bytes);
    if (status == cudaErrorMemoryAllocation) {
      cudaGetLastError();  // that it is not taken for a later op's
      return nullptr;
    }
    check(status, "memory on " + device().name());
    return block;
  }
  void give_back(void* data, size_t) noexcept override { cudaFree(data); }
  std::pair<size_t, size_t> memory() const override {
    size_t free = 0, total = 0;
    check(cudaMemGetInfo(&free, &total), device().name());
    return {free, total};
  }

  Stream stream(Lane lane) const override { return streams_[static_cast<size_t>(lane)]; }
  void copy(Lane lane, void* to, const void* from, size_t bytes) override {
    check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDefault, of(lane)), "a copy");
  }
  void zero(Lane lane, void* to, size_t bytes) override { check(cudaMemsetAsync(to, 0, bytes, of(lane)), "zeros"); }
  std::shared_ptr<const Event> record(Lane lane) override { return std::make_shared<const CudaEvent>(of(lane), false); }
  std::shared_ptr<const Event> record_timed(Lane lane) override {
    return std::make_shared<const CudaEvent>(of(lane), true);
  }
  double seconds_between(const Event& from, const Event& to) const override {
    float milliseconds = 0;
    check(cudaEventElapsedTime(&milliseconds, static_cast<const CudaEvent&>(from).event,
                               static_cast<const CudaEvent&>(to).event),
          "the time between two events");
    return milliseconds * 1e-3;
  }
  void wait(Lane lane, const Event& event) override {
    check(cudaStreamWaitEvent(of(lane), static_cast<const CudaEvent&>(event).event, 0), "a wait of a stream");
  }
  void synchronize(Lane lane) override { check(cudaStreamSynchronize(of(lane)), "work on the device has failed"); }
  void issued(Lane, const char* op, const std::vector<Range>&, const std::vector<Range>&) override {
    const cudaError_t status = cudaGetLastError();
    if (status != cudaSuccess) throw std::runtime_error(failure(op, cudaGetErrorName(status), cudaGetErrorString(status)));
  }

  void pin(void* data, size_t bytes) override {
    check(cudaHostRegister(data, bytes, cudaHostRegisterDefault), "page-locking memory of the host");
  }
  void unpin(void* data) noexcept override { cudaHostUnregister(data); }

  void multiply(Lane lane, const Product& product) override { products_->multiply(product, of(lane)); }
  Algorithms& algorithms() override { return products_->algorithms(); }

  bool has_fused_attention() const override { return !libraries_.cudnn.empty(); }
  size_t fused_attention_scratch(const AttentionShape& shape, DType dtype, bool backward) override {
    return fused().scratch_bytes(shape, dtype, backward);
  }
  void fused_attention(Lane lane, const AttentionShape& shape, DType dtype, const void* qkv, void* out, float* stats,
                       void* scratch) override {
    fused().forward(shape, dtype, qkv, out, stats, scratch, of(lane));
  }
  void fused_attention_backward(Lane lane, const AttentionShape& shape, DType dtype, const void* d_out, const void* qkv,
                                const void* out, const float* stats, void* d_qkv, void* scratch) override {
    fused().backward(shape, dtype, d_out, qkv, out, stats, d_qkv, scratch, of(lane));
  }

 private:
  cudaStream_t of(Lane lane) const { return streams_[static_cast<size_t>(lane)]; }

  // cuDNN is opened when it is first used.
  FusedAttention& fused() {
    if (!fused_attention_) fused_attention_ = std::make_unique<FusedAttention>(libraries_, facts().name);
    return *fused_attention_;
  }

  int index_;
  Libraries libraries_;
  std::array<cudaStream_t, kLanes> streams_{};
  std::unique_ptr<Products> products_;
  std::unique_ptr<FusedAttention> fused_attention_;
};

}  // namespace

std::unique_ptr<Runtime> Runtime::open(int index, const Libraries& libraries) {
  const std::string problem = device_problem();
  if (!problem.empty()) throw std::runtime_error(problem);
  return std::make_unique<CudaRuntime>(index, libraries);
}

}  // namespace dinofleet::cuda
