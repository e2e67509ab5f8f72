#include "cuda/kernels/embedding.h"

#include "cuda/kernels/kernel.h"

namespace dinofleet::cuda {
namespace {

constexpr int kThreads = 256;
constexpr int kLevels = 256;

// A thread an element of the patches, whose columns are (C, p, p).
template <typename Sample, typename A>
__global__ void __launch_bounds__(kThreads)
    patchify_kernel(const Sample* images, const float* table, ImageShape shape, int64_t patch, int64_t count, A* out) {
  const int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (i >= count) return;
  const int64_t columns = shape.channels * patch * patch, across = shape.width / patch;
  const int64_t row = i / columns, column = i % columns;
  const int64_t image = row / (across * (shape.height / patch)), place = row % (across * (shape.height / patch));
  const int64_t channel = column / (patch * patch), within = column % (patch * patch);
  const int64_t y = place / across * patch + within / patch, x = place % across * patch + within % patch;
  const Sample sample = images[((image * shape.channels + channel) * shape.height + y) * shape.width + x];
  if constexpr (sizeof(Sample) == 1)
    set(out[i], table[channel * kLevels + sample]);
  else
    set(out[i], sample);
}

// A block a token.
template <typename A, typename R>
__global__ void __launch_bounds__(kMostThreads)
    assemble_tokens_kernel(TokenShape shape, bool packed, const A* patches, const A* cls_token, const A* pos_embed,
                           const A* registers, const A* mask_token, const uint8_t* masks, R* out) {
  const int dim = static_cast<int>(shape.dim);
  const int64_t row = blockIdx.x, token = row % shape.tokens(), patch = token - 1 - shape.registers;
  const A* from;
  const A* position = pos_embed;
  if (token == 0) {
    from = cls_token;
  } else if (patch < 0) {
    from = registers + (token - 1) * dim;
    position = nullptr;
  } else {
    const int64_t index = row / shape.tokens() * shape.patches + patch;
    from = masks != nullptr && masks[index] != 0 ? mask_token : patches + index * dim;
    position = pos_embed + (1 + patch) * dim;
  }
  for_columns(dim, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    float v[N], p[N] = {};
    load<N>(from + c, v);
    if (position != nullptr) load<N>(position + c, p);
#pragma unroll
    for (int i = 0; i < N; ++i) v[i] += p[i];
    store<N>(out + row * dim + c, v);
  });
}

// A block a token of all images, in their order.
template <typename A, typename R>
__global__ void __launch_bounds__(kMostThreads)
    assemble_tokens_backward_kernel(TokenShape shape, bool packed, const R* d_out, const uint8_t* masks, A* d_patches,
                                    float* d_cls_token, float* d_pos_embed, float* d_registers, float* mask_parts) {
  const int dim = static_cast<int>(shape.dim);
  const int64_t token = blockIdx.x, patch = token - 1 - shape.registers;
  for_columns(dim, packed, [&](int c, auto width) {
    constexpr int N = decltype(width)::value;
    double sum[N] = {}, masked_sum[N] = {};  // of thousands of images
    for (int64_t image = 0; image < shape.images; ++image) {
      float d[N];
      load<N>(d_out + (image * shape.tokens() + token) * dim + c, d);
#pragma unroll
      for (int i = 0; i < N; ++i) sum[i] += d[i];
      if (patch < 0) continue;
      const int64_t index = image * shape.patches + patch;
      if (masks != nullptr && masks[index] != 0) {
#pragma unroll
        for (int i = 0; i < N; ++i) masked_sum[i] += d[i], d[i] = 0;
      }
      store<N>(d_patches + index * dim + c, d);
    }
    float* to = patch >= 0 ? d_pos_embed + (1 + patch) * dim : token == 0 ? d_pos_embed : d_registers + (token - 1) * dim;
#pragma unroll
    for (int i = 0; i < N; ++i) {
      to[c + i] = static_cast<float>(to[c + i] + sum[i]);
      if (token == 0) d_cls_token[c + i] = static_cast<float>(d_cls_token[c + i] + sum[i]);
      if (mask_parts != nullptr) mask_parts[token * dim + c + i] = static_cast<float>(masked_sum[i]);
    }
  });
}

}  // namespace

void patchify(Stream stream, DType activations, const void* images, const float* table, const ImageShape& shape,
              int64_t patch_size, void* out) {
  const int64_t count = shape.images * shape.channels * shape.height * shape.width;
  if (count == 0) return;
  for_type(activations, [&](auto number) {
    using A = decltype(number);
    const unsigned blocks = blocks_for(count, kThreads);
    if (table != nullptr)
      LAUNCH((patchify_kernel<uint8_t, A>), blocks, kThreads, 0, stream, static_cast<const uint8_t*>(images), table, shape,
             patch_size, count, static_cast<A*>(out));
    else
      LAUNCH((patchify_kernel<float, A>), blocks, kThreads, 0, stream, static_cast<const float*>(images), table, shape,
             patch_size, count, static_cast<A*>(out));
  });
}

void assemble_tokens(Stream stream, DType activations, const TokenShape& shape, const void* patches, const void* cls_token,
                     const void* pos_embed, const void* registers, const void* mask_token, const uint8_t* masks, void* out) {
  if (shape.images == 0 || shape.dim == 0) return;
  const bool packed =
      shape.dim % kPack == 0 && aligned(patches, cls_token, pos_embed, registers, mask_token, out);
  for_compute(activations, [&](auto a, auto r) {
    using A = decltype(a);
    using R = decltype(r);
    LAUNCH((assemble_tokens_kernel<A, R>), static_cast<unsigned>(shape.images * shape.tokens()),
           threads_for(shape.dim, packed), 0, stream, shape, packed, static_cast<const A*>(patches),
           static_cast<const A*>(cls_token), static_cast<const A*>(pos_embed), static_cast<const A*>(registers),
           static_cast<const A*>(mask_token), masks, static_cast<R*>(out));
  });
}

void assemble_tokens_backward(Stream stream, DType activations, const TokenShape& shape, const void* d_out,
                              const uint8_t* masks, void* d_patches, float* d_cls_token, float* d_pos_embed,
                              float* d_registers, float* mask_parts) {
  if (shape.dim == 0) return;
  const bool packed = shape.dim % kPack == 0 && aligned(d_out, d_patches);
  for_compute(activations, [&](auto a, auto r) {
    using A = decltype(a);
    using R = decltype(r);
    LAUNCH((assemble_tokens_backward_kernel<A, R>), static_cast<unsigned>(shape.tokens()), threads_for(shape.dim, packed), 0,
           stream, shape, packed, static_cast<const R*>(d_out), masks, static_cast<A*>(d_patches), d_cls_token, d_pos_embed,
           d_registers, mask_parts);
  });
}

}  // namespace dinofleet::cuda
