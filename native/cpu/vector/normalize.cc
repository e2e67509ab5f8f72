#include "cpu/vector/normalize.h"

namespace dinofleet::cpu::ISA {

static inline float dot(const float* a, const float* b, int64_t n) {
  float sum = 0;
  for (int64_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

void l2_normalize_rows(const float* x, float eps, int64_t rows, int64_t dim, float* y, float* norm) {
  for (int64_t m = 0; m < rows; ++m) {
    const float* __restrict in = x + m * dim;
    float* __restrict out = y + m * dim;
    const float length = __builtin_sqrtf(dot(in, in, dim));
    const float divisor = length < eps ? eps : length;
    const float scale = 1.0f / divisor;
    for (int64_t d = 0; d < dim; ++d) out[d] = in[d] * scale;
    norm[m] = divisor;
  }
}

// dx = (dy - y (y · dy)) / norm. A row shorter than eps was divided by a constant: no part along y to take away. Such a
// row is told by its y, which is shorter than 1.
void l2_normalize_backward_rows(const float* dy, const float* y, const float* norm, int64_t rows,
                                int64_t dim, float* dx) {
  constexpr float kShort = 0.99f;  // bfloat16 rounds a length of 1 to 0.996 at the least
  for (int64_t m = 0; m < rows; ++m) {
    const float* __restrict d_out = dy + m * dim;
    const float* __restrict out = y + m * dim;
    float* __restrict d_in = dx + m * dim;
    const float along = dot(out, out, dim) < kShort ? 0.0f : dot(out, d_out, dim);
    const float scale = 1.0f / norm[m];
    for (int64_t d = 0; d < dim; ++d) d_in[d] = (d_out[d] - out[d] * along) * scale;
  }
}

void weight_norm_rows(const float* v, const float* g, int64_t rows, int64_t dim, float* weight,
                      float* norm) {
  for (int64_t p = 0; p < rows; ++p) {
    const float* __restrict in = v + p * dim;
    float* __restrict out = weight + p * dim;
    const float length = __builtin_sqrtf(dot(in, in, dim));
    const float scale = g[p] / length;
    for (int64_t d = 0; d < dim; ++d) out[d] = in[d] * scale;
    norm[p] = length;
  }
}

// With u = v / |v|: dg += dw · u, dv += g / |v| (dw - u (dw · u)).
void weight_norm_backward_rows(const float* d_weight, const float* v, const float* g, const float* norm, int64_t rows,
                               int64_t dim, float* dv, float* dg) {
  for (int64_t p = 0; p < rows; ++p) {
    const float* __restrict dw = d_weight + p * dim;
    const float* __restrict in = v + p * dim;
    float* __restrict d_in = dv + p * dim;
    const float inverse = 1.0f / norm[p];
    const float along = dot(dw, in, dim) * inverse;
    const float scale = g[p] * inverse;
    const float part = along * inverse;
    for (int64_t d = 0; d < dim; ++d) d_in[d] += scale * (dw[d] - in[d] * part);
    dg[p] += along;
  }
}

}  // namespace dinofleet::cpu::ISA
