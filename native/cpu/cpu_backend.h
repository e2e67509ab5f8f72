// The CPU's backend: oneDNN and vector kernels, on OpenMP threads. What an op computes is there when its call returns.
#pragma once

#include <memory>
#include <utility>

#include "ops/backend.h"

namespace dinofleet::cpu {

class CpuBackend final : public Backend {
 public:
  // @param activations float32 or, where has_bf16(), bfloat16. The residual stream is float32.
  CpuBackend(std::shared_ptr<Pool> pool, DType activations)
      : Backend(activations, DType::kFloat32), pool_(std::move(pool)) {}

  // Memory (memory.cc)
  Tensor allocate(Shape shape, DType dtype) override;
  void zero(const Tensor& dst) override;
  void upload(const Tensor& dst, const std::byte* src) override;
  void download(const Tensor& src, std::byte* dst) override;
  void fill(const Tensor& dst, double value) override;
  void cast(const Tensor& src, const Tensor& dst) override;
  std::shared_ptr<const IndexTable> index_table(std::vector<int32_t> values) override;
  MemoryStats memory() override;
  void reset_peak() override;
  void set_threads(int count) override;

  // Matrix products (matmul.cc)
  void linear(const Tensor& x, const Tensor& weight, const Tensor* bias, const Tensor& y) override;
  void linear_gelu(const Tensor& x, const Tensor& weight, const Tensor* bias, const Tensor& y, const Tensor& pre) override;
  void linear_backward_input(const Tensor& dy, const Tensor& weight, const Tensor& dx) override;
  void linear_backward_input_gelu(const Tensor& dy, const Tensor& weight, const Tensor& pre, const Tensor& dx) override;
  void linear_backward_weight(const Tensor& dy, const Tensor& x, const Tensor& d_weight, const Tensor* d_bias) override;
  void interpolate_positions(const Tensor& matrix, const Tensor& positions, const Tensor& out) override;
  void interpolate_positions_backward(const Tensor& d_out, const Tensor& matrix, const Tensor& d_positions) override;

  // Activations (activation.cc)
  void swiglu(const Tensor& x, const Tensor& y) override;
  void swiglu_backward(const Tensor& dy, const Tensor& x, const Tensor& dx) override;

  // LayerNorm and the residual stream (residual.cc)
  void layer_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, double eps, const PickedRows& rows,
                  const Tensor& y, const Tensor& mean, const Tensor& rstd) override;
  void layer_norm_backward(const Tensor& dy, const Tensor& x, const Tensor& weight, const Tensor& mean,
                           const Tensor& rstd, const PickedRows& rows, const Tensor& dx, const Tensor& d_weight,
                           const Tensor& d_bias) override;
  void add_residual(const Tensor& x, const Tensor& branch, const Tensor* gamma, const PickedRows& rows,
                    const Tensor& out) override;
  void add_residual_backward(const Tensor& d_out, const Tensor& branch, const Tensor* gamma, const PickedRows& rows,
                             const Tensor* d_gamma, const Tensor& d_branch) override;
  void gather_rows(const Tensor& x, const PickedRows& rows, const Tensor& out) override;
  void scatter_add_rows(const Tensor& x, const PickedRows& rows, const Tensor& out) override;
  void add(const Tensor& dst, const Tensor& src) override;

  // Attention (attention.cc). `saved` is the log-sum-exp of each row of scores.
  int64_t max_head_dim() const override;
  void attention(const Sequences& sequences, const Tensor& qkv, const Tensor& out, const Tensor& saved) override;
  void attention_backward(const Sequences& sequences, const Tensor& d_out, const Tensor& qkv, const Tensor& out,
                          const Tensor& saved, const Tensor& d_qkv) override;

  // Image to tokens (embedding.cc)
  void patchify(const Tensor& images, const Tensor* table, int64_t patch_size, const Tensor& out) override;
  void assemble_tokens(const Tensor& patches, const Tensor& cls_token, const Tensor& pos_embed,
                       const Tensor* registers, const Tensor* mask_token, const Tensor* masks, const Tensor& out) override;
  void assemble_tokens_backward(const Tensor& d_out, const Tensor* masks, const Tensor& d_patches,
                                const Tensor& d_cls_token, const Tensor& d_pos_embed, const Tensor* d_registers,
                                const Tensor* d_mask_token) override;

  // The head's two normalisations (normalize.cc)
  void l2_normalize(const Tensor& x, double eps, const Tensor& y, const Tensor& norm) override;
  void l2_normalize_backward(const Tensor& dy, const Tensor& y, const Tensor& norm, const Tensor& dx) override;
  void weight_norm(const Tensor& v, const Tensor& g, const Tensor& weight, const Tensor& norm) override;
  void weight_norm_backward(const Tensor& d_weight, const Tensor& v, const Tensor& g, const Tensor& norm,
                            const Tensor& dv, const Tensor& dg) override;

  // Losses (losses.cc)
  void softmax_cross_entropy(const Tensor& logits, const Tensor& targets, const PickedRows& target_rows,
                             const Tensor& weights, double temperature, double grad_factor, const Tensor& grad_scale,
                             const Tensor& loss) override;
  void sinkhorn_start(const Tensor& logits, double temperature, const Tensor& sums) override;
  void sinkhorn_iterate(const Tensor& q, const Tensor& sums, const Tensor& next_sums) override;
  void sinkhorn_finish(const Tensor& q, const Tensor& sums) override;
  void koleo(const Tensor& x, double weight, double grad_factor, const Tensor& grad_scale, const Tensor& dx,
             const Tensor& loss) override;

  // The teacher's moving centre (centering.cc)
  void centered_softmax(const Tensor& logits, const Tensor& center, double temperature) override;
  void center_sums(const Tensor& logits, double weight, const Tensor& sums) override;
  void move_center(const Tensor& center, const Tensor& sums, double momentum) override;

  // Optimizer (optimizer.cc)
  void squared_norm(const Tensor& x, const Tensor& out) override;
  void optimizer_prepare(const Tensor& state, const Tensor& norms_sq, const Tensor& norms, const Tensor& coefficients,
                         double clip, const LossScaling& scaling) override;
  std::shared_ptr<const Segments> segments(std::vector<Segment> runs) override;
  void adamw_ema(const AdamWUpdate& update) override;

  // Random numbers (random.cc)
  void random_normal(const Tensor& out, PhiloxKey key, int64_t offset, double std) override;
  void random_uniform(const Tensor& out, PhiloxKey key, int64_t offset, double low, double high) override;

  // Nearest neighbours (neighbours.cc)
  void top_k(const Tensor& queries, const Tensor& gallery, int64_t k, const Tensor& values, const Tensor& indices) override;

 private:
  std::shared_ptr<Pool> pool_;
};

}  // namespace dinofleet::cpu
