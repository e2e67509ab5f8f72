#include "cpu/vector/residual.h"

namespace dinofleet::cpu::ISA {

static inline int64_t row_of(const int32_t* rows, int64_t r) { return rows == nullptr ? r : rows[r]; }

void layer_norm_rows(const float* x, const float* __restrict weight, const float* __restrict bias, float eps,
                     const int32_t* rows, int64_t begin, int64_t end, int64_t dim, float* y, float* mean, float* rstd) {
  for (int64_t r = begin; r < end; ++r) {
    const float* __restrict in = x + row_of(rows, r) * dim;
    float* __restrict out = y + (r - begin) * dim;
    float sum = 0;
    for (int64_t d = 0; d < dim; ++d) sum += in[d];
    const float near = sum / dim;
    // The mean and the variance about a number near the mean: a large mean must not cost precision, and the row is in the
    // cache.
    float rest = 0;
    float squares = 0;
    for (int64_t d = 0; d < dim; ++d) {
      const float deviation = in[d] - near;
      rest += deviation;
      squares += deviation * deviation;
    }
    const float shift = rest / dim;
    const float mu = near + shift;
    const float variance = squares / dim - shift * shift;
    const float scale = 1.0f / __builtin_sqrtf((variance < 0 ? 0 : variance) + eps);
    for (int64_t d = 0; d < dim; ++d) out[d] = (in[d] - mu) * scale * weight[d] + bias[d];
    mean[r] = mu;
    rstd[r] = scale;
  }
}

// With h = (x - mean) rstd and g = dy weight: dx += rstd (g - mean(g) - h mean(g h)).
void layer_norm_backward_rows(const float* dy, const float* x, const float* __restrict weight, const float* mean,
                              const float* rstd, const int32_t* rows, int64_t begin, int64_t end, int64_t dim, float* dx,
                              float* __restrict d_weight, float* __restrict d_bias) {
  for (int64_t r = begin; r < end; ++r) {
    const float* __restrict in = x + row_of(rows, r) * dim;
    const float* __restrict d_out = dy + (r - begin) * dim;
    float* __restrict d_in = dx + row_of(rows, r) * dim;
    const float mu = mean[r];
    const float scale = rstd[r];
    float sum_g = 0;
    float sum_gh = 0;
    for (int64_t d = 0; d < dim; ++d) {
      const float h = (in[d] - mu) * scale;
      const float g = d_out[d] * weight[d];
      sum_g += g;
      sum_gh += g * h;
      d_weight[d] += d_out[d] * h;
      d_bias[d] += d_out[d];
    }
    const float mean_g = sum_g / dim;
    const float mean_gh = sum_gh / dim;
    for (int64_t d = 0; d < dim; ++d) {
      const float h = (in[d] - mu) * scale;
      d_in[d] += scale * (d_out[d] * weight[d] - mean_g - h * mean_gh);
    }
  }
}

void add_residual_row(const float* __restrict x, const float* __restrict branch, const float* __restrict gamma,
                      float scale, int64_t dim, float* __restrict out) {
  if (gamma == nullptr)
    for (int64_t d = 0; d < dim; ++d) out[d] = x[d] + scale * branch[d];
  else
    for (int64_t d = 0; d < dim; ++d) out[d] = x[d] + scale * (gamma[d] * branch[d]);
}

void add_residual_backward_rows(const float* d_out, const float* branch, const float* __restrict gamma,
                                const int32_t* rows, const float* scales, int64_t begin, int64_t end, int64_t dim,
                                float* d_branch, float* __restrict d_gamma) {
  for (int64_t r = begin; r < end; ++r) {
    const float* __restrict d = d_out + row_of(rows, r) * dim;
    const float* __restrict b = branch + (r - begin) * dim;
    float* __restrict db = d_branch + (r - begin) * dim;
    const float scale = scales[r];
    if (gamma == nullptr)
      for (int64_t i = 0; i < dim; ++i) db[i] = scale * d[i];
    else if (d_gamma == nullptr)
      for (int64_t i = 0; i < dim; ++i) db[i] = scale * d[i] * gamma[i];
    else
      for (int64_t i = 0; i < dim; ++i) {
        const float scaled = scale * d[i];
        db[i] = scaled * gamma[i];
        d_gamma[i] += scaled * b[i];
      }
  }
}

}  // namespace dinofleet::cpu::ISA
