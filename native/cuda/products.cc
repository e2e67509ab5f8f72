#include "cuda/products.h"

#include <cuda_runtime_api.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string>

namespace dinofleet::cuda {
namespace {

constexpr size_t kWorkspaceBytes = size_t{32} << 20;
// Of those that cuBLASLt proposes, the most promising first, so many are tried.
constexpr int kCandidates = 8;
constexpr int kRuns = 4;
// One that is faster by less is no reason to leave cuBLASLt's order.
constexpr float kWorthIt = 0.98f;

int type_of(DType dtype) {
  switch (dtype) {
    case DType::kFloat16: return CublasLt::kFloat16;
    case DType::kBFloat16: return CublasLt::kBFloat16;
    default: return CublasLt::kFloat32;
  }
}

// In bytes, up to what cudaMalloc aligns to.
uint32_t alignment_of(const void* data) {
  const auto address = reinterpret_cast<uintptr_t>(data);
  return static_cast<uint32_t>(std::min<uint64_t>(address == 0 ? 256 : uint64_t{1} << std::countr_zero(address), 256));
}

std::string words(const Runtime::Product& p, uint32_t alignment) {
  const auto number = [](int64_t value) { return "-" + std::to_string(value); };
  return std::string(p.transpose_a ? "t" : "n") + (p.transpose_b ? "t" : "n") + number(p.m) + number(p.n) + number(p.k) + "-" +
         name_of(p.dtype) + number(p.lda) + number(p.ldb) + (p.bias != nullptr ? "-bias" : "") + "-" + name_of(p.d_dtype) +
         number(p.ldd) + (p.beta != 0 ? "-added" : "") + "-aligned" + number(alignment);
}

std::vector<uint8_t> bytes_of(const CublasLt::Algorithm& algorithm) {
  std::vector<uint8_t> out(sizeof algorithm);
  std::memcpy(out.data(), &algorithm, sizeof algorithm);
  return out;
}

CublasLt::Algorithm algorithm_of(const std::vector<uint8_t>& bytes) {
  CublasLt::Algorithm out;
  std::memcpy(&out, bytes.data(), sizeof out);
  return out;
}

// A pair of events.
class Stopwatch {
 public:
  Stopwatch() {
    for (cudaEvent_t& event : events_)
      if (cudaEventCreate(&event) != cudaSuccess) throw std::runtime_error("no event to time products by");
  }
  ~Stopwatch() {
    for (cudaEvent_t event : events_) cudaEventDestroy(event);
  }
  void start(void* stream) { cudaEventRecord(events_[0], static_cast<cudaStream_t>(stream)); }
  // Waits.
  float milliseconds(void* stream) {
    cudaEventRecord(events_[1], static_cast<cudaStream_t>(stream));
    float out = std::numeric_limits<float>::infinity();
    if (cudaEventSynchronize(events_[1]) == cudaSuccess) cudaEventElapsedTime(&out, events_[0], events_[1]);
    return out;
  }

 private:
  std::array<cudaEvent_t, 2> events_{};
};

}  // namespace

// cuBLASLt counts columns first: d of ours, (m, n) row by row, is its dᵀ (n, m), the product of bᵀ and aᵀ.
class Products::Plan {
 public:
  Plan(const CublasLt& lt, CublasLt::Handle handle, Algorithms& algorithms, const Runtime::Product& p, uint32_t alignment,
       void* workspace, void* stream)
      : lt_(lt), handle_(handle), workspace_(workspace) {
    lt.check(lt.descriptor_create(&operation_, CublasLt::kComputeFloat32, CublasLt::kFloat32), "a product's descriptor");
    set(CublasLt::kTransposeA, int32_t{p.transpose_b ? 1 : 0});
    set(CublasLt::kTransposeB, int32_t{p.transpose_a ? 1 : 0});
    if (p.bias != nullptr) {
      set(CublasLt::kEpilogue, int32_t{CublasLt::kEpilogueBias});
      set(CublasLt::kBiasDataType, int32_t{type_of(p.dtype)});
      set(CublasLt::kBiasPointer, p.bias);
    }
    const int type = type_of(p.dtype);
    left_ = layout(type, p.transpose_b ? p.k : p.n, p.transpose_b ? p.n : p.k, p.ldb);
    right_ = layout(type, p.transpose_a ? p.m : p.k, p.transpose_a ? p.k : p.m, p.lda);
    out_ = layout(type_of(p.d_dtype), p.n, p.m, p.ldd);
    algorithm_ = algorithm_of(algorithms.find(words(p, alignment), {
        [&](const std::vector<uint8_t>& kept) { return fits(kept); },
        [&] { return bytes_of(fastest(proposed(p, alignment), p, stream)); },
    }));
  }

  ~Plan() {
    for (const CublasLt::Descriptor each : {left_, right_, out_}) lt_.layout_destroy(each);
    lt_.descriptor_destroy(operation_);
  }

  void run(const Runtime::Product& p, void* stream) {
    if (p.bias != nullptr) set(CublasLt::kBiasPointer, p.bias);
    lt_.check(multiply(algorithm_, p, p.d, stream), "a product");
  }

 private:
  template <typename Value>
  void set(int attribute, Value value) {
    lt_.check(lt_.descriptor_set(operation_, attribute, &value, sizeof value), "an attribute");
  }

  CublasLt::Descriptor layout(int type, int64_t rows, int64_t columns, int64_t stride) {
    CublasLt::Descriptor out;
    lt_.check(lt_.layout_create(&out, type, static_cast<uint64_t>(rows), static_cast<uint64_t>(columns), stride),
              "a matrix's layout");
    return out;
  }

  CublasLt::Status multiply(const CublasLt::Algorithm& algorithm, const Runtime::Product& p, void* d, void* stream) const {
    const float one = 1;
    return lt_.multiply(handle_, operation_, &one, p.b, left_, p.a, right_, &p.beta, d, out_, d, out_, &algorithm, workspace_,
                        kWorkspaceBytes, stream);
  }

  bool fits(const std::vector<uint8_t>& kept) const {
    if (kept.size() != sizeof(CublasLt::Algorithm)) return false;
    const CublasLt::Algorithm algorithm = algorithm_of(kept);
    CublasLt::Heuristic checked;
    return lt_.algorithm_check(handle_, operation_, left_, right_, out_, out_, &algorithm, &checked) == 0 &&
           checked.workspace_bytes <= kWorkspaceBytes;
  }

  std::vector<CublasLt::Algorithm> proposed(const Runtime::Product& p, uint32_t alignment) const {
    CublasLt::Descriptor preference;
    lt_.check(lt_.preference_create(&preference), "a preference");
    const auto prefer = [&](int attribute, auto value) {
      lt_.check(lt_.preference_set(preference, attribute, &value, sizeof value), "a preference's attribute");
    };
    prefer(CublasLt::kMaxWorkspaceBytes, uint64_t{kWorkspaceBytes});
    prefer(CublasLt::kReductionSchemeMask, CublasLt::kReductionInComputeType);
    for (const int matrix :
         {CublasLt::kMinAlignmentA, CublasLt::kMinAlignmentB, CublasLt::kMinAlignmentC, CublasLt::kMinAlignmentD})
      prefer(matrix, alignment);
    std::array<CublasLt::Heuristic, kCandidates> best;
    int found = 0;
    const CublasLt::Status status =
        lt_.heuristic(handle_, operation_, left_, right_, out_, out_, preference, kCandidates, best.data(), &found);
    lt_.preference_destroy(preference);
    lt_.check(status, "the search for an algorithm");
    std::vector<CublasLt::Algorithm> out;
    for (int i = 0; i < found; ++i)
      if (best[i].state == 0) out.push_back(best[i].algorithm);
    if (out.empty())
      throw std::runtime_error("cuBLASLt has no algorithm for (" + std::to_string(p.m) + " x " + std::to_string(p.k) + ") (" +
                               std::to_string(p.k) + " x " + std::to_string(p.n) + ") in " + name_of(p.dtype));
    return out;
  }

  // By trying them, on the product's own factors and into memory of no use. Where there is none, the first.
  CublasLt::Algorithm fastest(const std::vector<CublasLt::Algorithm>& candidates, const Runtime::Product& p, void* stream) const {
    void* d = nullptr;
    if (candidates.size() == 1) return candidates[0];
    if (cudaMalloc(&d, static_cast<size_t>(p.m * p.ldd) * size_of(p.d_dtype)) != cudaSuccess) {
      cudaGetLastError();
      return candidates[0];
    }
    Stopwatch stopwatch;
    const auto time = [&](const CublasLt::Algorithm& algorithm) {
      float least = std::numeric_limits<float>::infinity();
      // The first run loads the kernel.
      for (int run = 0; run <= kRuns; ++run) {
        stopwatch.start(stream);
        if (multiply(algorithm, p, d, stream) != 0) break;
        const float milliseconds = stopwatch.milliseconds(stream);
        if (run > 0) least = std::min(least, milliseconds);
      }
      return least;
    };
    size_t best = 0;
    float least = time(candidates[0]);
    for (size_t i = 1; i < candidates.size(); ++i) {
      const float milliseconds = time(candidates[i]);
      if (milliseconds >= least * kWorthIt) continue;
      best = i;
      least = milliseconds;
    }
    cudaFree(d);
    return candidates[best];
  }

  const CublasLt& lt_;
  const CublasLt::Handle handle_;
  void* const workspace_;
  CublasLt::Descriptor operation_ = nullptr, left_ = nullptr, right_ = nullptr, out_ = nullptr;
  CublasLt::Algorithm algorithm_;
};

Products::Products(const std::string& library_path, const std::string& folder, const std::string& device_name)
    : lt_(library_path), algorithms_(folder, "cublasLt-" + std::to_string(lt_.version()) + "-" + device_name) {
  lt_.check(lt_.create(&handle_), "opening it");
  if (cudaMalloc(&workspace_, kWorkspaceBytes) != cudaSuccess)
    throw std::runtime_error("no memory on the device for cuBLASLt's workspace of 32 MiB");
}

Products::~Products() {
  plans_.clear();
  cudaFree(workspace_);
  lt_.destroy(handle_);
}

void Products::multiply(const Runtime::Product& p, void* stream) {
  const uint32_t alignment = std::min({alignment_of(p.a), alignment_of(p.b), alignment_of(p.d)});
  const Shape shape{p.transpose_a, p.transpose_b, p.m,      p.n,
                    p.k,           static_cast<int>(p.dtype), p.lda, p.ldb,
                    p.bias != nullptr, p.beta != 0, static_cast<int>(p.d_dtype), p.ldd, alignment};
  auto& plan = plans_[shape];
  if (!plan) plan = std::make_unique<Plan>(lt_, handle_, algorithms_, p, alignment, workspace_, stream);
  plan->run(p, stream);
}

}  // namespace dinofleet::cuda
