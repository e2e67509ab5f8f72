// The moving centre of the teacher's logits, DINO's own way to keep targets from collapsing.
#include "cpu/chunks.h"
#include "cpu/components.h"
#include "cpu/vector/centering.h"
#include "cpu/vector/sums.h"
#include "napi/args.h"

namespace dinofleet::cpu {
namespace {

// A page of each row at a time: every sum is made by one thread, in the order of the rows.
constexpr int64_t kColumns = 1024;

Napi::Value centered_softmax(const Napi::CallbackInfo& info) {
  Args args(info, "centeredSoftmax");
  const Tensor logits = args.tensor(0, "logits").float32().rank(2);
  const Tensor center = args.tensor(1, "center").float32().shape({logits.dim(1)});
  const double temperature = args.number_above_0(2, "temperature");
  Chunks(logits.dim(0), 1).parallel([&](int64_t, int64_t begin, int64_t end) {
    centered_softmax_rows(logits.data<float>(), center.data<float>(), begin, end, logits.dim(1), 1 / temperature);
  });
  return info.Env().Undefined();
}

Napi::Value center_sums(const Napi::CallbackInfo& info) {
  Args args(info, "centerSums");
  const Tensor logits = args.tensor(0, "logits").float32().rank(2);
  const int64_t rows = logits.dim(0), prototypes = logits.dim(1);
  const double weight = args.number(1, "weight");
  const Tensor sums = args.tensor(2, "sums").float32().shape({prototypes + 1});
  const float* x = logits.data<float>();
  float* out = sums.data<float>();
  Chunks(prototypes, kColumns).parallel([&](int64_t, int64_t begin, int64_t end) {
    double total[kColumns] = {};
    for (int64_t m = 0; m < rows; ++m) add_in_double(x + m * prototypes + begin, end - begin, total);
    for (int64_t i = begin; i < end; ++i) out[i] = static_cast<float>(weight * total[i - begin]);
  });
  out[prototypes] = static_cast<float>(weight * static_cast<double>(rows));
  return info.Env().Undefined();
}

Napi::Value move_center(const Napi::CallbackInfo& info) {
  Args args(info, "moveCenter");
  const Tensor center = args.tensor(0, "center").float32().rank(1);
  const int64_t prototypes = center.dim(0);
  const Tensor sums = args.tensor(1, "sums").float32().shape({prototypes + 1});
  const double momentum = args.number(2, "momentum");
  const float* sum = sums.data<float>();
  const float count = sum[prototypes];
  if (count == 0) return info.Env().Undefined();
  float* c = center.data<float>();
  const float keep = static_cast<float>(momentum), take = static_cast<float>(1 - momentum);
  for (int64_t i = 0; i < prototypes; ++i) c[i] = c[i] * keep + sum[i] / count * take;
  return info.Env().Undefined();
}

}  // namespace

void init_centering(Napi::Env env, Napi::Object exports) {
  define<centered_softmax>(env, exports, "centeredSoftmax");
  define<center_sums>(env, exports, "centerSums");
  define<move_center>(env, exports, "moveCenter");
}

}  // namespace dinofleet::cpu
