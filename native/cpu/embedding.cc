// Image to tokens: patches as rows, then class token, registers, masks and position embedding, and their gradients.
#include <algorithm>
#include <cstring>
#include <vector>

#include "cpu/chunks.h"
#include "cpu/cpu_backend.h"
#include "cpu/float_rows.h"
#include "cpu/vector/sums.h"

namespace dinofleet::cpu {
namespace {

constexpr int64_t kLevels = 256;  // of a byte

// `copy(from, channel, to)` takes a line of a patch, `patch` samples, to `out`.
template <typename Sample, typename Copy>
void copy_patches(const Tensor& images, int64_t patch, const Tensor& out, const Copy& copy) {
  const int64_t channels = images.dim(1), height = images.dim(2), width = images.dim(3);
  const int64_t down = height / patch, across = width / patch;
  // One piece is a row of patches: `patch` lines of the image in each channel.
  Chunks(images.dim(0) * down, 1).parallel([&](int64_t patch_row, int64_t, int64_t) {
    const int64_t image = patch_row / down;
    const int64_t top = patch_row % down * patch;
    const int64_t floats = across * channels * patch * patch;
    FloatsInto rows(out, patch_row * floats, floats);
    for (int64_t c = 0; c < channels; ++c)
      for (int64_t y = 0; y < patch; ++y) {
        const Sample* line = images.data<Sample>() + ((image * channels + c) * height + top + y) * width;
        for (int64_t j = 0; j < across; ++j)
          copy(line + j * patch, c, rows.data() + ((j * channels + c) * patch + y) * patch);
      }
  });
}

// How tokens lie: n patches and r registers an image, which has 1 + r + n tokens.
struct TokenCounts {
  TokenCounts(const Tensor& tokens, const Tensor& pos_embed, const Tensor* registers_or_null)
      : dim(pos_embed.dim(1)),
        patches(pos_embed.dim(0) - 1),
        registers(registers_or_null == nullptr ? 0 : registers_or_null->dim(0)),
        images(tokens.dim(0) / (1 + registers + patches)) {}

  int64_t tokens() const { return 1 + registers + patches; }

  int64_t dim, patches, registers, images;
};

}  // namespace

void CpuBackend::patchify(const Tensor& images, const Tensor* table, int64_t patch_size, const Tensor& out) {
  if (table)
    copy_patches<uint8_t>(images, patch_size, out, [&](const uint8_t* from, int64_t channel, float* to) {
      const float* values = table->data<float>() + channel * kLevels;
      for (int64_t x = 0; x < patch_size; ++x) to[x] = values[from[x]];
    });
  else
    copy_patches<float>(images, patch_size, out,
                        [&](const float* from, int64_t, float* to) { std::memcpy(to, from, patch_size * sizeof(float)); });
}

void CpuBackend::assemble_tokens(const Tensor& patches, const Tensor& cls_token, const Tensor& pos_embed,
                                 const Tensor* registers, const Tensor* mask_token, const Tensor* masks,
                                 const Tensor& out) {
  const TokenCounts counts(out, pos_embed, registers);
  const int64_t dim = counts.dim;
  const FloatsOf class_row(cls_token), positions(pos_embed);
  Chunks::of_rows(out.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t image = row / counts.tokens();
      const int64_t token = row % counts.tokens();
      const int64_t patch = token - 1 - counts.registers;
      float* to = out.data<float>() + row * dim;
      if (token == 0) {
        sum_of_two(class_row.data(), positions.data(), dim, to);
      } else if (patch < 0) {
        std::memcpy(to, FloatsOf(*registers, (token - 1) * dim, dim).data(), dim * sizeof(float));
      } else {
        const int64_t index = image * counts.patches + patch;
        const bool masked = masks && masks->data<uint8_t>()[index] != 0;
        const FloatsOf content = masked ? FloatsOf(*mask_token) : FloatsOf(patches, index * dim, dim);
        sum_of_two(content.data(), positions.data() + (1 + patch) * dim, dim, to);
      }
    }
  });
}

void CpuBackend::assemble_tokens_backward(const Tensor& d_out, const Tensor* masks, const Tensor& d_patches,
                                          const Tensor& d_cls_token, const Tensor& d_pos_embed,
                                          const Tensor* d_registers, const Tensor* d_mask_token) {
  const TokenCounts counts(d_out, d_pos_embed, d_registers);
  const int64_t dim = counts.dim;
  // A piece is a few token positions over all images, so that each position's sum is made by one thread. Masked patches
  // are summed over positions too: a part for each piece.
  const Chunks chunks = Chunks::of_rows(counts.tokens(), 1);
  std::vector<double> position_sums(static_cast<size_t>(chunks.count() * dim));
  std::vector<double> mask_sums(static_cast<size_t>(chunks.count() * dim));
  chunks.parallel([&](int64_t chunk, int64_t begin, int64_t end) {
    double* sum = position_sums.data() + chunk * dim;
    double* mask_sum = mask_sums.data() + chunk * dim;
    for (int64_t token = begin; token < end; ++token) {
      const int64_t patch = token - 1 - counts.registers;
      std::fill_n(sum, dim, 0.0);
      for (int64_t image = 0; image < counts.images; ++image) {
        const float* from = d_out.data<float>() + (image * counts.tokens() + token) * dim;
        add_in_double(from, dim, sum);
        if (patch < 0) continue;
        const int64_t index = image * counts.patches + patch;
        FloatsInto to(d_patches, index * dim, dim);
        if (masks && masks->data<uint8_t>()[index] != 0) {
          add_in_double(from, dim, mask_sum);
          std::fill_n(to.data(), dim, 0.0f);
        } else {
          std::memcpy(to.data(), from, dim * sizeof(float));
        }
      }
      if (token == 0) {
        add_rounded(sum, dim, d_cls_token.data<float>());
        add_rounded(sum, dim, d_pos_embed.data<float>());
      } else if (patch < 0) {
        add_rounded(sum, dim, d_registers->data<float>() + (token - 1) * dim);
      } else {
        add_rounded(sum, dim, d_pos_embed.data<float>() + (1 + patch) * dim);
      }
    }
  });
  if (d_mask_token) {
    for (int64_t chunk = 1; chunk < chunks.count(); ++chunk)
      for (int64_t d = 0; d < dim; ++d) mask_sums[d] += mask_sums[chunk * dim + d];
    add_rounded(mask_sums.data(), dim, d_mask_token->data<float>());
  }
}

}  // namespace dinofleet::cpu
