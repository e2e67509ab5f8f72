// Attention over packed sequences. A thread takes one head of one sequence at a time.
#include <omp.h>

#include <cmath>
#include <utility>

#include "cpu/cpu_backend.h"
#include "cpu/vector/attention.h"

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
template <typename Run>
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
    const float* q = qkv.data<float>() + start * 3 * width + h * dim;
    const AttentionHead head{tokens, dim, q, q + width, q + 2 * width, 3 * width, width, scale};
    run(head, start, h, scratch.data<float>() + omp_get_thread_num() * scratch_floats);
  }
}

}  // namespace

int64_t CpuBackend::max_head_dim() const { return kMaxHeadDim; }

void CpuBackend::attention(const Sequences& sequences, const Tensor& qkv, const Tensor& out, const Tensor& saved) {
  const int64_t dim = sequences.head_dim, width = sequences.width();
  for_heads(*this, sequences, qkv, attention_scratch(sequences.longest(), dim),
            [&](const AttentionHead& head, int64_t start, int64_t h, float* scratch) {
              attention_head(head, out.data<float>() + start * width + h * dim,
                             saved.data<float>() + h * sequences.tokens + start, scratch);
            });
}

void CpuBackend::attention_backward(const Sequences& sequences, const Tensor& d_out, const Tensor& qkv, const Tensor& out,
                                    const Tensor& saved, const Tensor& d_qkv) {
  const int64_t dim = sequences.head_dim, width = sequences.width();
  for_heads(*this, sequences, qkv, attention_backward_scratch(sequences.longest(), dim),
            [&](const AttentionHead& head, int64_t start, int64_t h, float* scratch) {
              const int64_t at = start * width + h * dim;
              float* d_q = d_qkv.data<float>() + start * 3 * width + h * dim;
              attention_head_backward(head, d_out.data<float>() + at, out.data<float>() + at,
                                      saved.data<float>() + h * sequences.tokens + start, d_q, d_q + width,
                                      d_q + 2 * width, scratch);
            });
}

}  // namespace dinofleet::cpu
