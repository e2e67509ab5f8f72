// Attention over packed sequences. A thread takes one head of one sequence at a time.
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "cpu/components.h"
#include "cpu/vector/attention.h"
#include "napi/args.h"

namespace dinofleet::cpu {
namespace {

// Sequences of one length, from token `start` on.
struct SequenceList {
  int64_t start, count, length;
};

// What both directions read: the arguments qkv, sequences and numHeads.
struct Packed {
  Tensor qkv;
  std::vector<SequenceList> lists;
  int64_t tokens = 0, width = 0, heads = 0, dim = 0, sequences = 0, longest = 0;

  // First token and number of tokens of a sequence.
  std::pair<int64_t, int64_t> sequence(int64_t s) const {
    for (const SequenceList& list : lists) {
      if (s < list.count) return {list.start + s * list.length, list.length};
      s -= list.count;
    }
    return {tokens, 0};
  }
};

Packed packed(const Args& args, size_t qkv_index, size_t sequences_index, size_t heads_index) {
  Packed p;
  const Field sequences = args.field(sequences_index, "sequences");
  std::vector<std::pair<int64_t, int64_t>> given(sequences.length());
  for (uint32_t l = 0; l < given.size(); ++l) {
    const Field list = sequences.at(l);
    given[l] = {list["count"].integer(0, INT32_MAX), list["length"].integer(0, INT32_MAX)};
  }
  p.qkv = args.tensor(qkv_index, "qkv").float32().rank(2);
  p.heads = args.integer(heads_index, "numHeads", 1);
  p.tokens = p.qkv.dim(0);
  p.width = p.qkv.dim(1) / 3;
  if (p.qkv.dim(1) % 3 != 0 || p.width % p.heads != 0 || p.width == 0 || p.width / p.heads > kMaxHeadDim)
    args.tensor(qkv_index, "qkv").fail("(T, 3 D) with D a multiple of numHeads = " + std::to_string(p.heads) +
                                       ", D / numHeads from 1 to " + std::to_string(kMaxHeadDim));
  p.dim = p.width / p.heads;
  int64_t tokens = 0;
  for (const auto& [count, length] : given) {
    if (count == 0 || length == 0) continue;
    if (count > (p.tokens - tokens) / length) args.tensor(qkv_index, "qkv").fail("as many rows as \"sequences\" have tokens");
    p.lists.push_back({tokens, count, length});
    tokens += count * length;
    p.sequences += count;
    p.longest = std::max(p.longest, length);
  }
  if (tokens != p.tokens)
    args.tensor(qkv_index, "qkv").fail(std::to_string(tokens) + " rows, as \"sequences\" have tokens");
  return p;
}

// run(head, first token, number of the head, scratch) for each head of each sequence. Which thread does which changes nothing.
template <typename Run>
void for_heads(Napi::Env env, const Packed& p, int64_t scratch_floats, Run run) {
  if (p.tokens == 0) return;  // there may be any number of heads without one
  const int threads = omp_get_max_threads();
  scratch_floats = (scratch_floats + 15) / 16 * 16;  // no two threads write to one cache line
  const Tensor scratch = allocate(env, {threads, scratch_floats}, DType::kFloat32);
  const float scale = 1.0f / std::sqrt(static_cast<float>(p.dim));
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
  for (int64_t task = 0; task < p.sequences * p.heads; ++task) {
    const int64_t h = task % p.heads;
    const auto [start, tokens] = p.sequence(task / p.heads);
    const float* q = p.qkv.data<float>() + start * 3 * p.width + h * p.dim;
    const AttentionHead head{tokens, p.dim, q, q + p.width, q + 2 * p.width, 3 * p.width, p.width, scale};
    run(head, start, h, scratch.data<float>() + omp_get_thread_num() * scratch_floats);
  }
}

Napi::Value attention(const Napi::CallbackInfo& info) {
  Args args(info, "attention");
  const Packed p = packed(args, 0, 1, 2);
  Tensor out = allocate(info.Env(), {p.tokens, p.width}, DType::kFloat32);
  Tensor lse = allocate(info.Env(), {p.heads, p.tokens}, DType::kFloat32);
  for_heads(info.Env(), p, attention_scratch(p.longest, p.dim),
            [&](const AttentionHead& head, int64_t start, int64_t h, float* scratch) {
              attention_head(head, out.data<float>() + start * p.width + h * p.dim,
                             lse.data<float>() + h * p.tokens + start, scratch);
            });
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("out", wrap(info.Env(), out));
  Napi::Array saved = Napi::Array::New(info.Env(), 1);
  saved.Set(uint32_t{0}, wrap(info.Env(), lse));
  result.Set("saved", saved);
  return result;
}

Napi::Value attention_backward(const Napi::CallbackInfo& info) {
  Args args(info, "attentionBackward");
  const Packed p = packed(args, 1, 4, 5);
  const Tensor d_out = args.tensor(0, "dOut").float32().shape({p.tokens, p.width});
  const Tensor out = args.tensor(2, "out").float32().shape({p.tokens, p.width});
  const Field saved = args.field(3, "saved");
  if (saved.length() != 1) saved.fail("what attention has saved");
  const Tensor lse = saved.at(0).tensor().float32().shape({p.heads, p.tokens});
  Tensor d_qkv = allocate(info.Env(), {p.tokens, 3 * p.width}, DType::kFloat32);
  for_heads(info.Env(), p, attention_backward_scratch(p.longest, p.dim),
            [&](const AttentionHead& head, int64_t start, int64_t h, float* scratch) {
              const int64_t at = start * p.width + h * p.dim;
              float* d_q = d_qkv.data<float>() + start * 3 * p.width + h * p.dim;
              attention_head_backward(head, d_out.data<float>() + at, out.data<float>() + at,
                                      lse.data<float>() + h * p.tokens + start, d_q, d_q + p.width, d_q + 2 * p.width,
                                      scratch);
            });
  return wrap(info.Env(), d_qkv);
}

}  // namespace

void init_attention(Napi::Env env, Napi::Object exports) {
  define<attention>(env, exports, "attention");
  define<attention_backward>(env, exports, "attentionBackward");
}

}  // namespace dinofleet::cpu
