// As much of cuBLASLt as products take, found in the library at run time: nothing of it is linked, and none of its headers is needed.
// Values and layouts are those of cublasLt.h 13.1, which have not changed since 11.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace dinofleet::cuda {

class CublasLt {
 public:
  using Status = int;
  using Handle = void*;
  using Descriptor = void*;

  enum DataType { kFloat32 = 0, kFloat16 = 2, kBFloat16 = 14 };
  static constexpr int kComputeFloat32 = 68;
  enum DescriptorAttribute { kTransposeA = 3, kTransposeB = 4, kEpilogue = 7, kBiasPointer = 8, kBiasDataType = 26 };
  static constexpr int kEpilogueBias = 4;
  enum PreferenceAttribute {
    kMaxWorkspaceBytes = 1,
    kReductionSchemeMask = 3,
    kMinAlignmentA = 5,
    kMinAlignmentB = 6,
    kMinAlignmentC = 7,
    kMinAlignmentD = 8
  };
  // Sums over parts in float32; never in the output's type.
  static constexpr uint32_t kReductionInComputeType = 2;

  struct Algorithm {
    uint64_t data[8];
  };
  struct Heuristic {
    Algorithm algorithm;
    size_t workspace_bytes;
    Status state;
    float waves;
    int reserved[4];
  };

  // Throws std::runtime_error where the library at `path` does not load.
  explicit CublasLt(const std::string& path);

  // Functions of the library, without their prefix.
  Status (*create)(Handle*);
  Status (*destroy)(Handle);
  const char* (*status_name)(Status);
  size_t (*version)();
  Status (*descriptor_create)(Descriptor*, int compute, int scale);
  Status (*descriptor_set)(Descriptor, int attribute, const void* value, size_t bytes);
  Status (*descriptor_destroy)(Descriptor);
  Status (*layout_create)(Descriptor*, int type, uint64_t rows, uint64_t columns, int64_t stride);
  Status (*layout_destroy)(Descriptor);
  Status (*preference_create)(Descriptor*);
  Status (*preference_set)(Descriptor, int attribute, const void* value, size_t bytes);
  Status (*preference_destroy)(Descriptor);
  Status (*heuristic)(Handle, Descriptor, Descriptor a, Descriptor b, Descriptor c, Descriptor d, Descriptor preference,
                      int wanted, Heuristic*, int* found);
  Status (*algorithm_check)(Handle, Descriptor, Descriptor a, Descriptor b, Descriptor c, Descriptor d, const Algorithm*,
                            Heuristic*);
  Status (*multiply)(Handle, Descriptor, const void* alpha, const void* a, Descriptor, const void* b, Descriptor,
                     const void* beta, const void* c, Descriptor, void* d, Descriptor, const Algorithm*, void* workspace,
                     size_t workspace_bytes, void* stream);

  // Throws where a call has failed.
  void check(Status status, const char* what) const;
};

}  // namespace dinofleet::cuda
