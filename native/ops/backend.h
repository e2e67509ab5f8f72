// What a device computes: the ops of src/nn/backend.ts, behind arguments that were checked (the other files of this folder). Shape
// letters as there. A pointer may be null where the argument may.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "napi/tensor.h"
#include "ops/philox.h"
#include "ops/rows.h"
#include "ops/segments.h"
#include "ops/sequences.h"

namespace dinofleet {

struct AdamWUpdate {
  Tensor param, exp_avg, exp_avg_sq, teacher, grad;
  std::optional<Tensor> param_copy, teacher_copy;  // in the dtype of activations
  std::shared_ptr<const Segments> segments;
  double lr, last_layer_lr, weight_decay, beta1, beta2, eps, momentum;
  Tensor grad_coefficient, state;
};

// Elements of the optimizer's state tensor: OptimizerState in src/nn/backend.ts.
enum OptimizerState { kLossScale, kGrowthTracker, kFoundInf, kAdamStep, kOptimizerStateSize };

// How the loss scale moves.
struct LossScaling {
  double growth, backoff;
  int64_t growth_interval;
};

class Backend {
 public:
  Backend(DType activations, DType residual) : activations(activations), residual(residual) {}
  virtual ~Backend() = default;
  Backend(const Backend&) = delete;
  Backend& operator=(const Backend&) = delete;

  // Of activations and of weights as ops read them; of the residual stream and gradients by it.
  const DType activations;
  const DType residual;

  // Memory
  virtual Tensor allocate(Shape shape, DType dtype) = 0;
  virtual void zero(const Tensor& dst) = 0;
  // `src` and `dst` have the tensor's bytes, and may be gone when the call returns.
  virtual void upload(const Tensor& dst, const std::byte* src) = 0;
  virtual void download(const Tensor& src, std::byte* dst) = 0;
  // Rounded to the dtype, in whose range it is.
  virtual void fill(const Tensor& dst, double value) = 0;
  // Floating dtypes, as many elements.
  virtual void cast(const Tensor& src, const Tensor& dst) = 0;
  virtual std::shared_ptr<const IndexTable> index_table(std::vector<int32_t> values) = 0;
  virtual MemoryStats memory() = 0;
  virtual void reset_peak() = 0;
  virtual void set_threads(int count) = 0;

  // Matrix products
  virtual void linear(const Tensor& x, const Tensor& weight, const Tensor* bias, const Tensor& y) = 0;
  virtual void linear_gelu(const Tensor& x, const Tensor& weight, const Tensor* bias, const Tensor& y, const Tensor& pre) = 0;
  virtual void linear_backward_input(const Tensor& dy, const Tensor& weight, const Tensor& dx) = 0;
  virtual void linear_backward_input_gelu(const Tensor& dy, const Tensor& weight, const Tensor& pre, const Tensor& dx) = 0;
  virtual void linear_backward_weight(const Tensor& dy, const Tensor& x, const Tensor& d_weight, const Tensor* d_bias) = 0;
  virtual void interpolate_positions(const Tensor& matrix, const Tensor& positions, const Tensor& out) = 0;
  virtual void interpolate_positions_backward(const Tensor& d_out, const Tensor& matrix, const Tensor& d_positions) = 0;

  // Activations
  virtual void swiglu(const Tensor& x, const Tensor& y) = 0;
  virtual void swiglu_backward(const Tensor& dy, const Tensor& x, const Tensor& dx) = 0;

  // LayerNorm and the residual stream
  virtual void layer_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, double eps, const PickedRows& rows,
                          const Tensor& y, const Tensor& mean, const Tensor& rstd) = 0;
  virtual void layer_norm_backward(const Tensor& dy, const Tensor& x, const Tensor& weight, const Tensor& mean,
                                   const Tensor& rstd, const PickedRows& rows, const Tensor& dx, const Tensor& d_weight,
                                   const Tensor& d_bias) = 0;
  virtual void add_residual(const Tensor& x, const Tensor& branch, const Tensor* gamma, const PickedRows& rows,
                            const Tensor& out) = 0;
  virtual void add_residual_backward(const Tensor& d_out, const Tensor& branch, const Tensor* gamma, const PickedRows& rows,
                                     const Tensor* d_gamma, const Tensor& d_branch) = 0;
  virtual void gather_rows(const Tensor& x, const PickedRows& rows, const Tensor& out) = 0;
  virtual void scatter_add_rows(const Tensor& x, const PickedRows& rows, const Tensor& out) = 0;
  virtual void add(const Tensor& dst, const Tensor& src) = 0;

  // Attention. `saved` is (H, T) float32, in an order of the backend's own.
  virtual int64_t max_head_dim() const = 0;
  virtual void attention(const Sequences& sequences, const Tensor& qkv, const Tensor& out, const Tensor& saved) = 0;
  virtual void attention_backward(const Sequences& sequences, const Tensor& d_out, const Tensor& qkv, const Tensor& out,
                                  const Tensor& saved, const Tensor& d_qkv) = 0;

  // Image to tokens
  virtual void patchify(const Tensor& images, const Tensor* table, int64_t patch_size, const Tensor& out) = 0;
  virtual void assemble_tokens(const Tensor& patches, const Tensor& cls_token, const Tensor& pos_embed,
                               const Tensor* registers, const Tensor* mask_token, const Tensor* masks, const Tensor& out) = 0;
  virtual void assemble_tokens_backward(const Tensor& d_out, const Tensor* masks, const Tensor& d_patches,
                                        const Tensor& d_cls_token, const Tensor& d_pos_embed, const Tensor* d_registers,
                                        const Tensor* d_mask_token) = 0;

  // The head's two normalisations
  virtual void l2_normalize(const Tensor& x, double eps, const Tensor& y, const Tensor& norm) = 0;
  virtual void l2_normalize_backward(const Tensor& dy, const Tensor& y, const Tensor& norm, const Tensor& dx) = 0;
  virtual void weight_norm(const Tensor& v, const Tensor& g, const Tensor& weight, const Tensor& norm) = 0;
  virtual void weight_norm_backward(const Tensor& d_weight, const Tensor& v, const Tensor& g, const Tensor& norm,
                                    const Tensor& dv, const Tensor& dg) = 0;

  // Losses. Of `target_rows` there are as many for each row of logits.
  virtual void softmax_cross_entropy(const Tensor& logits, const Tensor& targets, const PickedRows& target_rows,
                                     const Tensor& weights, double temperature, double grad_factor, const Tensor& grad_scale,
                                     const Tensor& loss) = 0;
  virtual void sinkhorn_start(const Tensor& logits, double temperature, const Tensor& sums) = 0;
  virtual void sinkhorn_iterate(const Tensor& q, const Tensor& sums, const Tensor& next_sums) = 0;
  virtual void sinkhorn_finish(const Tensor& q, const Tensor& sums) = 0;
  // B is 1 or more.
  virtual void koleo(const Tensor& x, double weight, double grad_factor, const Tensor& grad_scale, const Tensor& dx,
                     const Tensor& loss) = 0;

  // The teacher's moving centre
  virtual void centered_softmax(const Tensor& logits, const Tensor& center, double temperature) = 0;
  virtual void center_sums(const Tensor& logits, double weight, const Tensor& sums) = 0;
  virtual void move_center(const Tensor& center, const Tensor& sums, double momentum) = 0;

  // Optimizer
  virtual void squared_norm(const Tensor& x, const Tensor& out) = 0;
  virtual void optimizer_prepare(const Tensor& state, const Tensor& norms_sq, const Tensor& norms, const Tensor& coefficients,
                                 double clip, const LossScaling& scaling) = 0;
  virtual std::shared_ptr<const Segments> segments(std::vector<Segment> runs) = 0;
  virtual void adamw_ema(const AdamWUpdate& update) = 0;

  // Random numbers
  virtual void random_normal(const Tensor& out, PhiloxKey key, int64_t offset, double std) = 0;
  virtual void random_uniform(const Tensor& out, PhiloxKey key, int64_t offset, double low, double high) = 0;

  // Nearest neighbours. Q, N and D are 1 or more.
  virtual void top_k(const Tensor& queries, const Tensor& gallery, int64_t k, const Tensor& values, const Tensor& indices) = 0;
};

}  // namespace dinofleet
