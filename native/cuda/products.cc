#include "cuda/products.h"

#include <cuda_runtime_api.h>

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <string>

namespace dinofleet::cuda {
namespace {

constexpr size_t kWorkspaceBytes = size_t{32} << 20;

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

}  // namespace

// cuBLASLt counts columns first: d of ours, (m, n) row by row, is its dᵀ (n, m), the product of bᵀ and aᵀ.
class Products::Plan {
 public:
  Plan(const CublasLt& lt, CublasLt::Handle handle, const Runtime::Product& p) : lt_(lt) {
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

    CublasLt::Descriptor preference;
    lt.check(lt.preference_create(&preference), "a preference");
    const auto prefer = [&](int attribute, auto value) {
      lt.check(lt.preference_set(preference, attribute, &value, sizeof value), "a preference's attribute");
    };
    prefer(CublasLt::kMaxWorkspaceBytes, uint64_t{kWorkspaceBytes});
    prefer(CublasLt::kReductionSchemeMask, CublasLt::kReductionInComputeType);
    prefer(CublasLt::kMinAlignmentA, alignment_of(p.b));
    prefer(CublasLt::kMinAlignmentB, alignment_of(p.a));
    prefer(CublasLt::kMinAlignmentC, alignment_of(p.d));
    prefer(CublasLt::kMinAlignmentD, alignment_of(p.d));
    CublasLt::Heuristic best;
    int found = 0;
    const CublasLt::Status status =
        lt.heuristic(handle, operation_, left_, right_, out_, out_, preference, 1, &best, &found);
    lt.preference_destroy(preference);
    lt.check(status, "the search for an algorithm");
    if (found == 0)
      throw std::runtime_error("cuBLASLt has no algorithm for (" + std::to_string(p.m) + " x " + std::to_string(p.k) + ") (" +
                               std::to_string(p.k) + " x " + std::to_string(p.n) + ") in " + name_of(p.dtype));
    algorithm_ = best.algorithm;
  }

  ~Plan() {
    for (const CublasLt::Descriptor each : {left_, right_, out_}) lt_.layout_destroy(each);
    lt_.descriptor_destroy(operation_);
  }

  void run(CublasLt::Handle handle, const Runtime::Product& p, void* workspace, void* stream) {
    if (p.bias != nullptr) set(CublasLt::kBiasPointer, p.bias);
    const float one = 1;
    lt_.check(lt_.multiply(handle, operation_, &one, p.b, left_, p.a, right_, &p.beta, p.d, out_, p.d, out_, &algorithm_,
                           workspace, kWorkspaceBytes, stream),
              "a product");
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

  const CublasLt& lt_;
  CublasLt::Descriptor operation_ = nullptr, left_ = nullptr, right_ = nullptr, out_ = nullptr;
  CublasLt::Algorithm algorithm_;
};

Products::Products(const std::string& library_path) : lt_(library_path) {
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
  if (!plan) plan = std::make_unique<Plan>(lt_, handle_, p);
  plan->run(handle_, p, workspace_, stream);
}

}  // namespace dinofleet::cuda
