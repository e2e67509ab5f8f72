// Image to tokens. n patches and r registers an image, which has 1 + r + n tokens; D the width.
#pragma once

#include "cuda/kernels/launch.h"
#include "host/anywhere.h"

namespace dinofleet::cuda {

struct ImageShape {
  int64_t images, channels, height, width;
};

// images uint8, with what each byte of a channel stands for in table (C, 256); or float32, and table is null.
void patchify(Stream stream, DType activations, const void* images, const float* table, const ImageShape& shape,
              int64_t patch_size, void* out);

struct TokenShape {
  int64_t images, registers, patches, dim;

  DINOFLEET_ANYWHERE int64_t tokens() const { return 1 + registers + patches; }
};

// registers, mask_token and masks may be null.
void assemble_tokens(Stream stream, DType activations, const TokenShape& shape, const void* patches, const void* cls_token,
                     const void* pos_embed, const void* registers, const void* mask_token, const uint8_t* masks, void* out);
// Overwrites d_patches; adds to the others. mask_parts (tokens, D), unless null, gets what each token's masked patches sum to.
void assemble_tokens_backward(Stream stream, DType activations, const TokenShape& shape, const void* d_out,
                              const uint8_t* masks, void* d_patches, float* d_cls_token, float* d_pos_embed,
                              float* d_registers, float* mask_parts);

}  // namespace dinofleet::cuda
