// Attention over packed sequences. A thread takes one head of one sequence at a time.
#include <omp.h>

#include <cmath>
#include <utility>

#include "cpu/cpu_backend.h"
#include "cpu/vector/attention.h"
#include "cpu/vector/bfloat16.h"

namespace dinofleet::cpu {
namespace {

// First token and number of tokens of a sequence.
std::pair<int64_t, int64_t> sequence(const Sequences& sequences, int64_t s) {
  for (const SequenceList& list : sequences.lists) {
    if (s < list.count) return {list.start + s * list.length, list.length};
    s -= list.count;
  }
  return {sequences.tokens, 0};
}

// run(head, first token, number of the head, scratch) for each head of each sequence. Which thread does which changes nothing.
template <typename T, typename Run>
void for_heads(Backend& backend, const Sequences& sequences, const Tensor& qkv, int64_t scratch_floats, Run run) {
  const int threads = omp_get_max_threads();
  scratch_floats = (scratch_floats + 15) / 16 * 16;  // no two threads write to one cache line
  const Tensor scratch = backend.allocate({threads, scratch_floats}, DType::kFloat32);
  const int64_t heads = sequences.heads, dim = sequences.head_dim, width = sequences.width();
  const float scale = 1.0f / std::sqrt(static_cast<float>(dim));
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
  for (int64_t task = 0; task < sequences.count() * heads; ++task) {
    const int64_t h = task % heads;
    const auto [start, tokens] = sequence(sequences, task / heads);
    const T* q = qkv.data<T>() + start * 3 * width + h * dim;
    const AttentionHead<T> head{tokens, dim, q, q + width, q + 2 * width, 3 * width, width, scale};
    run(head, start, h, scratch.data<float>() + omp_get_thread_num() * scratch_floats);
  }
}

template <typename T>
using Forward = void(const AttentionHead<T>&, T*, float*, float*);

template <typename T>
void attend(Backend& backend, Forward<T>* forward, int64_t scratch_floats, const Sequences& sequences, const Tensor& qkv,
            const Tensor& out, const Tensor& saved) {
  const int64_t dim = sequences.head_dim, width = sequences.width();
  for_heads<T>(backend, sequences, qkv, scratch_floats,
               [&](const AttentionHead<T>& head, int64_t start, int64_t h, float* scratch) {
                 forward(head, out.data<T>() + start * width + h * dim,
                         saved.data<float>() + h * sequences.tokens + start, scratch);
               });
}

template <typename T>
using Backward = void(const AttentionHead<T>&, const T*, const T*, const float*, T*, T*, T*, float*);

template <typename T>
void attend_backward(Backend& backend, Backward<T>* backward, int64_t scratch_floats, const Sequences& sequences,
                     const Tensor& d_out, const Tensor& qkv, const Tensor& out, const Tensor& saved, const Tensor& d_qkv) {
  const int64_t dim = sequences.head_dim, width = sequences.width();
  for_heads<T>(backend, sequences, qkv, scratch_floats,
               [&](const AttentionHead<T>& head, int64_t start, int64_t h, float* scratch) {
                 const int64_t at = start * width + h * dim;
                 T* d_q = d_qkv.data<T>() + start * 3 * width + h * dim;
                 backward(head, d_out.data<T>() + at, out.data<T>() + at,
                          saved.data<float>() + h * sequences.tokens + start, d_q, d_q + width, d_q + 2 * width, scratch);
               });
}

}  // namespace

int64_t CpuBackend::max_head_dim() const { return kMaxHeadDim; }

void CpuBackend::attention(const Sequences& sequences, const Tensor& qkv, const Tensor& out, const Tensor& saved) {
  const int64_t tokens = sequences.longest(), dim = sequences.head_dim;
  if (activations == DType::kFloat32)
    attend<float>(*this, attention_head, attention_scratch(tokens, dim), sequences, qkv, out, saved);
  else
    attend<uint16_t>(*this, attention_head_bfloat16, attention_scratch_bfloat16(tokens, dim), sequences, qkv, out, saved);
}

void CpuBackend::attention_backward(const Sequences& sequences, const Tensor& d_out, const Tensor& qkv, const Tensor& out,
                                    const Tensor& saved, const Tensor& d_qkv) {
  const int64_t tokens = sequences.longest(), dim = sequences.head_dim;
  if (activations == DType::kFloat32)
    attend_backward<float>(*this, attention_head_backward, attention_backward_scratch(tokens, dim), sequences, d_out, qkv,
                           out, saved, d_qkv);
  else
    attend_backward<uint16_t>(*this, attention_head_backward_bfloat16, attention_backward_scratch_bfloat16(tokens, dim),
                              sequences, d_out, qkv, out, saved, d_qkv);
}

}  // namespace dinofleet::cpu
