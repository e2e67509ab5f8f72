// Attention by cuDNN's fused kernels, for sequences that are too long for ours: `compute_precision.attention`.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "cuda/kernels/attention.h"
#include "cuda/runtime.h"

namespace dinofleet::cuda {

class FusedAttention {
 public:
  // Of the device that this thread has set. Throws std::runtime_error where cuDNN does not load.
  FusedAttention(const Libraries& libraries, const std::string& device_name);
  ~FusedAttention();
  FusedAttention(const FusedAttention&) = delete;
  FusedAttention& operator=(const FusedAttention&) = delete;

  // Bytes of scratch. Throws std::runtime_error where cuDNN has no kernel for the shape.
  size_t scratch_bytes(const AttentionShape& shape, DType dtype, bool backward);
  // stats (count, heads, length).
  void forward(const AttentionShape& shape, DType dtype, const void* qkv, void* out, float* stats, void* scratch, Stream stream);
  void backward(const AttentionShape& shape, DType dtype, const void* d_out, const void* qkv, const void* out,
                const float* stats, void* d_qkv, void* scratch, Stream stream);

 private:
  class Plan;
  Plan& plan_of(const AttentionShape& shape, DType dtype, bool backward);

  void* handle_ = nullptr;
  std::string folder_;
  std::string prefix_;  // of a plan's file: what it was made for besides its shape
  std::map<std::tuple<int, int, int, int, DType, bool>, std::unique_ptr<Plan>> plans_;
};

}  // namespace dinofleet::cuda
