// Attention over packed sequences.
#include <string>
#include <utility>
#include <vector>

#include "ops/ops.h"

namespace dinofleet {
namespace {

// The arguments qkv, sequences and numHeads, which both directions read.
struct Packed {
  Tensor qkv;
  Sequences sequences;

  Packed(const Args& args, Backend& backend, size_t qkv_index, size_t sequences_index, size_t heads_index) {
    const Field lists = args.field(sequences_index, "sequences");
    std::vector<std::pair<int64_t, int64_t>> given;  // grows as they are read: an array's length is only a claim
    const uint32_t count = lists.length();
    for (uint32_t l = 0; l < count; ++l) {
      const Field list = lists.at(l);
      given.emplace_back(list["count"].integer(0, INT32_MAX), list["length"].integer(0, INT32_MAX));
    }
    const TensorArg qkv_arg = args.tensor(qkv_index, "qkv").dtype(backend.activations).rank(2);
    qkv = qkv_arg;
    sequences.tokens = qkv.dim(0);
    sequences.heads = args.integer(heads_index, "numHeads", 1);
    const int64_t width = qkv.dim(1) / 3;
    sequences.head_dim = width / sequences.heads;
    if (qkv.dim(1) % 3 != 0 || sequences.width() != width || width == 0 || sequences.head_dim > backend.max_head_dim())
      qkv_arg.fail("(T, 3 D) with D a multiple of numHeads = " + std::to_string(sequences.heads) + ", D / numHeads from 1 to " +
                   std::to_string(backend.max_head_dim()));
    int64_t tokens = 0;
    for (const auto& [count, length] : given) {
      if (count == 0 || length == 0) continue;
      if (count > (sequences.tokens - tokens) / length) qkv_arg.fail("as many rows as \"sequences\" have tokens");
      sequences.lists.push_back({tokens, count, length});
      tokens += count * length;
    }
    if (tokens != sequences.tokens) qkv_arg.fail(std::to_string(tokens) + " rows, as \"sequences\" have tokens");
  }
};

Napi::Value attention(const Args& args, Backend& backend) {
  const Packed packed(args, backend, 0, 1, 2);
  const auto& [qkv, sequences] = packed;
  const Tensor out = backend.allocate({sequences.tokens, sequences.width()}, backend.activations);
  const Tensor saved = backend.allocate({sequences.heads, sequences.tokens}, DType::kFloat32);
  // There may be any number of heads without a token.
  if (sequences.tokens > 0) backend.attention(sequences, qkv, out, saved);
  Napi::Object result = Napi::Object::New(args.env());
  result.Set("out", wrap(args.env(), out));
  Napi::Array list = Napi::Array::New(args.env(), 1);
  list.Set(uint32_t{0}, wrap(args.env(), saved));
  result.Set("saved", list);
  return result;
}

Napi::Value attention_backward(const Args& args, Backend& backend) {
  const Packed packed(args, backend, 1, 4, 5);
  const auto& [qkv, sequences] = packed;
  const Shape shape{sequences.tokens, sequences.width()};
  const Tensor d_out = args.tensor(0, "dOut").dtype(backend.activations).shape(shape);
  const Tensor out = args.tensor(2, "out").dtype(backend.activations).shape(shape);
  const Field list = args.field(3, "saved");
  if (list.length() != 1) list.fail("what attention has saved");
  const Tensor saved = list.at(0).tensor().float32().shape({sequences.heads, sequences.tokens});
  const Tensor d_qkv = backend.allocate(qkv.shape, backend.activations);
  if (sequences.tokens > 0) backend.attention_backward(sequences, d_out, qkv, out, saved, d_qkv);
  return wrap(args.env(), d_qkv);
}

}  // namespace

void define_attention(OpExports& ops) {
  ops.define<attention>("attention");
  ops.define<attention_backward>("attentionBackward");
}

}  // namespace dinofleet
