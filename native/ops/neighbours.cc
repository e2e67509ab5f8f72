// Nearest neighbours.
#include <cstdint>

#include "ops/ops.h"

namespace dinofleet {
namespace {

Napi::Value top_k(const Args& args, Backend& backend) {
  const TensorArg queries = args.tensor(0, "queries").float32().rank(2);
  const int64_t count = queries.get().dim(0), dim = queries.get().dim(1);
  if (dim == 0) queries.fail("(Q, D) with D at least 1");
  const TensorArg gallery = args.tensor(1, "gallery").float32().shape({-1, dim});
  const int64_t rows = gallery.get().dim(0);
  if (rows == 0 || rows > INT32_MAX) gallery.fail("(N, D) with N from 1 to 2147483647");
  const int64_t k = args.integer(2, "k", 1, rows);
  const Tensor values = backend.allocate({count, k}, DType::kFloat32);
  const Tensor indices = backend.allocate({count, k}, DType::kInt32);
  if (count > 0) backend.top_k(queries, gallery, k, values, indices);
  Napi::Object out = Napi::Object::New(args.env());
  out.Set("values", wrap(args.env(), values));
  out.Set("indices", wrap(args.env(), indices));
  return out;
}

}  // namespace

void define_neighbours(OpExports& ops) { ops.define<top_k>("topK"); }

}  // namespace dinofleet
