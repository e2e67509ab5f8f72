// Image to tokens: patches as rows, then class token, registers, masks and position embedding, and their gradients.
// n patches and r registers an image: an image has 1 + r + n tokens.
#include <cstring>
#include <vector>

#include "cpu/chunks.h"
#include "cpu/components.h"
#include "cpu/vector/sums.h"
#include "napi/args.h"

namespace dinofleet::cpu {
namespace {

constexpr int64_t kLevels = 256;

// What each byte of a channel stands for, (C, 256); nothing where images are numbers already.
std::optional<Tensor> table_for(const TensorArg& images, const Args& args, size_t index) {
  const bool are_bytes = images.get().dtype == DType::kUInt8;
  if (!are_bytes && images.get().dtype != DType::kFloat32) images.fail("uint8 or float32");
  const std::optional<TensorArg> table = args.optional_tensor(index, "table");
  if (table.has_value() != are_bytes)
    args.fail(index, "table", are_bytes ? "a Tensor, as images are uint8" : "null, as images are float32");
  if (!table) return std::nullopt;
  return table->float32().shape({images.get().dim(1), kLevels}).get();
}

// `copy(from, channel, to)` takes a line of a patch, `patch` samples, to `out`.
template <typename Sample, typename Copy>
void copy_patches(const Tensor& images, int64_t patch, const Tensor& out, const Copy& copy) {
  const int64_t channels = images.dim(1), height = images.dim(2), width = images.dim(3);
  const int64_t down = height / patch, across = width / patch;
  // One piece is a row of patches: `patch` lines of the image in each channel.
  Chunks(images.dim(0) * down, 1).parallel([&](int64_t patch_row, int64_t, int64_t) {
    const int64_t image = patch_row / down;
    const int64_t top = patch_row % down * patch;
    float* rows = out.data<float>() + patch_row * across * channels * patch * patch;
    for (int64_t c = 0; c < channels; ++c)
      for (int64_t y = 0; y < patch; ++y) {
        const Sample* line = images.data<Sample>() + ((image * channels + c) * height + top + y) * width;
        for (int64_t j = 0; j < across; ++j)
          copy(line + j * patch, c, rows + ((j * channels + c) * patch + y) * patch);
      }
  });
}

Napi::Value patchify(const Napi::CallbackInfo& info) {
  Args args(info, "patchify");
  const TensorArg images_arg = args.tensor(0, "images").rank(4);
  const std::optional<Tensor> table = table_for(images_arg, args, 1);
  const Tensor images = images_arg;
  const int64_t channels = images.dim(1), height = images.dim(2), width = images.dim(3);
  const int64_t patch = args.integer(2, "patchSize", 1, std::max<int64_t>(1, std::min(height, width)));
  if (height % patch != 0 || width % patch != 0)
    args.fail(2, "patchSize", "a divisor of the images' height and width, " + std::to_string(height) + " and " +
                                  std::to_string(width));
  const int64_t patches = (height / patch) * (width / patch);
  const Tensor out = args.tensor(3, "out").float32().shape({images.dim(0) * patches, channels * patch * patch});

  if (table)
    copy_patches<uint8_t>(images, patch, out, [&](const uint8_t* from, int64_t channel, float* to) {
      const float* values = table->data<float>() + channel * kLevels;
      for (int64_t x = 0; x < patch; ++x) to[x] = values[from[x]];
    });
  else
    copy_patches<float>(images, patch, out,
                        [&](const float* from, int64_t, float* to) { std::memcpy(to, from, patch * sizeof(float)); });
  return info.Env().Undefined();
}

// The numbers that the two directions derive from their arguments, checked to fit together.
struct TokenCounts {
  int64_t images, patches, registers, dim;
  int64_t tokens() const { return 1 + registers + patches; }
};

TokenCounts counts_of(const Args& args, const Tensor& tokens, const char* name, const Tensor& pos_embed,
                      const std::optional<Tensor>& registers) {
  TokenCounts counts;
  counts.dim = pos_embed.dim(1);
  counts.patches = pos_embed.dim(0) - 1;
  counts.registers = registers ? registers->dim(0) : 0;
  counts.images = tokens.dim(0) / counts.tokens();
  if (counts.images * counts.tokens() != tokens.dim(0))
    args.fail("\"" + std::string(name) + "\" has " + std::to_string(tokens.dim(0)) + " rows, expected a multiple of " +
              std::to_string(counts.tokens()) + ": 1 class token, " + std::to_string(counts.registers) +
              " registers and " + std::to_string(counts.patches) + " patches, as the position embedding has");
  return counts;
}

std::optional<Tensor> optional_tokens(const Args& args, size_t index, const char* name, const Shape& shape) {
  const std::optional<TensorArg> arg = args.optional_tensor(index, name);
  if (!arg) return std::nullopt;
  return arg->float32().shape(shape).get();
}

std::optional<Tensor> optional_masks(const Args& args, size_t index, const TokenCounts& counts) {
  const std::optional<TensorArg> arg = args.optional_tensor(index, "masks");
  if (!arg) return std::nullopt;
  return arg->dtype(DType::kUInt8).shape({counts.images, counts.patches}).get();
}

Tensor position_embedding(const Args& args, size_t index, const char* name, int64_t dim) {
  const TensorArg arg = args.tensor(index, name).float32().shape({-1, dim});
  if (arg.get().dim(0) == 0) arg.fail("1 row at least, the class token's");
  return arg;
}

Napi::Value assemble_tokens(const Napi::CallbackInfo& info) {
  Args args(info, "assembleTokens");
  const Tensor patches = args.tensor(0, "patches").float32().rank(2);
  const int64_t dim = patches.dim(1);
  const Tensor cls_token = args.tensor(1, "clsToken").float32().shape({dim});
  const Tensor pos_embed = position_embedding(args, 2, "posEmbed", dim);
  const std::optional<Tensor> registers = optional_tokens(args, 3, "registers", {-1, dim});
  const std::optional<Tensor> mask_token = optional_tokens(args, 4, "maskToken", {dim});
  const Tensor out = args.tensor(6, "out").float32().shape({-1, dim});
  const TokenCounts counts = counts_of(args, out, "out", pos_embed, registers);
  args.tensor(0, "patches").shape({counts.images * counts.patches, dim});
  const std::optional<Tensor> masks = optional_masks(args, 5, counts);
  if (masks.has_value() != mask_token.has_value())
    args.fail(5, "masks", mask_token ? "masks, as maskToken is given" : "null, as maskToken is null");

  Chunks::of_rows(out.dim(0)).parallel([&](int64_t, int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t image = row / counts.tokens();
      const int64_t token = row % counts.tokens();
      const int64_t patch = token - 1 - counts.registers;
      float* to = out.data<float>() + row * dim;
      if (token == 0) {
        sum_of_two(cls_token.data<float>(), pos_embed.data<float>(), dim, to);
      } else if (patch < 0) {
        std::memcpy(to, registers->data<float>() + (token - 1) * dim, dim * sizeof(float));
      } else {
        const int64_t index = image * counts.patches + patch;
        const bool masked = masks && masks->data<uint8_t>()[index] != 0;
        sum_of_two(masked ? mask_token->data<float>() : patches.data<float>() + index * dim,
                   pos_embed.data<float>() + (1 + patch) * dim, dim, to);
      }
    }
  });
  return info.Env().Undefined();
}

Napi::Value assemble_tokens_backward(const Napi::CallbackInfo& info) {
  Args args(info, "assembleTokensBackward");
  const Tensor d_out = args.tensor(0, "dOut").float32().rank(2);
  const int64_t dim = d_out.dim(1);
  const Tensor d_pos_embed = position_embedding(args, 4, "dPosEmbed", dim);
  const std::optional<Tensor> d_registers = optional_tokens(args, 5, "dRegisters", {-1, dim});
  const TokenCounts counts = counts_of(args, d_out, "dOut", d_pos_embed, d_registers);
  const std::optional<Tensor> masks = optional_masks(args, 1, counts);
  const Tensor d_patches = args.tensor(2, "dPatches").float32().shape({counts.images * counts.patches, dim});
  const Tensor d_cls_token = args.tensor(3, "dClsToken").float32().shape({dim});
  const std::optional<Tensor> d_mask_token = optional_tokens(args, 6, "dMaskToken", {dim});
  if (masks.has_value() != d_mask_token.has_value())
    args.fail(6, "dMaskToken", masks ? "a Tensor, as masks are given" : "null, as masks are null");

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
        float* to = d_patches.data<float>() + index * dim;
        if (masks && masks->data<uint8_t>()[index] != 0) {
          add_in_double(from, dim, mask_sum);
          std::memset(to, 0, dim * sizeof(float));
        } else {
          std::memcpy(to, from, dim * sizeof(float));
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
  return info.Env().Undefined();
}

}  // namespace

void init_embedding(Napi::Env env, Napi::Object exports) {
  define<patchify>(env, exports, "patchify");
  define<assemble_tokens>(env, exports, "assembleTokens");
  define<assemble_tokens_backward>(env, exports, "assembleTokensBackward");
}

}  // namespace dinofleet::cpu
