// The teacher's moving centre.
#include "cpu/chunks.h"
#include "cpu/cpu_backend.h"
#include "cpu/vector/centering.h"
#include "cpu/vector/sums.h"

namespace dinofleet::cpu {
namespace {

// A page of each row at a time: every sum is made by one thread, in the order of the rows.
constexpr int64_t kColumns = 1024;

}  // namespace

void CpuBackend::centered_softmax(const Tensor& logits, const Tensor& center, double temperature) {
  Chunks(logits.dim(0), 1).parallel([&](int64_t, int64_t begin, int64_t end) {
    centered_softmax_rows(logits.data<float>(), center.data<float>(), begin, end, logits.dim(1), 1 / temperature);
  });
}

void CpuBackend::center_sums(const Tensor& logits, double weight, const Tensor& sums) {
  const int64_t rows = logits.dim(0), prototypes = logits.dim(1);
  const float* x = logits.data<float>();
  float* out = sums.data<float>();
  Chunks(prototypes, kColumns).parallel([&](int64_t, int64_t begin, int64_t end) {
    double total[kColumns] = {};
    for (int64_t m = 0; m < rows; ++m) add_in_double(x + m * prototypes + begin, end - begin, total);
    for (int64_t i = begin; i < end; ++i) out[i] = static_cast<float>(weight * total[i - begin]);
  });
  out[prototypes] = static_cast<float>(weight * static_cast<double>(rows));
}

void CpuBackend::move_center(const Tensor& center, const Tensor& sums, double momentum) {
  const int64_t prototypes = center.dim(0);
  const float* sum = sums.data<float>();
  const float count = sum[prototypes];
  if (count == 0) return;
  float* c = center.data<float>();
  const float keep = static_cast<float>(momentum), take = static_cast<float>(1 - momentum);
  for (int64_t i = 0; i < prototypes; ++i) c[i] = c[i] * keep + sum[i] / count * take;
}

}  // namespace dinofleet::cpu
