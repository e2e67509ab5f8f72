// Image to tokens: patches as rows, then class token, registers, masks and position embedding, and their gradients.
#include <algorithm>
#include <string>

#include "ops/ops.h"

namespace dinofleet {
namespace {

constexpr int64_t kLevels = 256;

// What each byte of a channel stands for, (C, 256); nothing where images are numbers already.
OptionalTensor table_for(const TensorArg& images, const Args& args, size_t index) {
  const bool are_bytes = images.get().dtype == DType::kUInt8;
  if (!are_bytes && images.get().dtype != DType::kFloat32) images.fail("uint8 or float32");
  const std::optional<TensorArg> table = args.optional_tensor(index, "table");
  if (table.has_value() != are_bytes)
    args.fail(index, "table", are_bytes ? "a Tensor, as images are uint8" : "null, as images are float32");
  if (!table) return {};
  return {table->float32().shape({images.get().dim(1), kLevels}).get()};
}

Napi::Value patchify(const Args& args, Backend& backend) {
  const TensorArg images_arg = args.tensor(0, "images").rank(4);
  const OptionalTensor table = table_for(images_arg, args, 1);
  const Tensor images = images_arg;
  const int64_t channels = images.dim(1), height = images.dim(2), width = images.dim(3);
  const int64_t patch = args.integer(2, "patchSize", 1, std::max<int64_t>(1, std::min(height, width)));
  if (height % patch != 0 || width % patch != 0)
    args.fail(2, "patchSize", "a divisor of the images' height and width, " + std::to_string(height) + " and " +
                                  std::to_string(width));
  const int64_t patches = (height / patch) * (width / patch);
  const Tensor out =
      args.tensor(3, "out").dtype(backend.activations).shape({images.dim(0) * patches, channels * patch * patch});
  backend.patchify(images, table.get(), patch, out);
  return args.env().Undefined();
}

// How many images, patches of each and registers `tokens` rows are.
struct TokenCounts {
  int64_t images, patches;

  TokenCounts(const Args& args, const Tensor& tokens, const char* name, const Tensor& pos_embed,
              const OptionalTensor& registers) {
    patches = pos_embed.dim(0) - 1;
    const int64_t register_count = registers ? registers->dim(0) : 0;
    const int64_t each = 1 + register_count + patches;
    images = tokens.dim(0) / each;
    if (images * each != tokens.dim(0))
      args.fail("\"" + std::string(name) + "\" has " + std::to_string(tokens.dim(0)) + " rows, expected a multiple of " +
                std::to_string(each) + ": 1 class token, " + std::to_string(register_count) + " registers and " +
                std::to_string(patches) + " patches, as the position embedding has");
  }
};

OptionalTensor optional_tokens(const Args& args, size_t index, const char* name, DType dtype, const Shape& shape) {
  const std::optional<TensorArg> arg = args.optional_tensor(index, name);
  if (!arg) return {};
  return {arg->dtype(dtype).shape(shape).get()};
}

OptionalTensor optional_masks(const Args& args, size_t index, const TokenCounts& counts) {
  return optional_tokens(args, index, "masks", DType::kUInt8, {counts.images, counts.patches});
}

Tensor position_embedding(const Args& args, size_t index, const char* name, DType dtype, int64_t dim) {
  const TensorArg arg = args.tensor(index, name).dtype(dtype).shape({-1, dim});
  if (arg.get().dim(0) == 0) arg.fail("1 row at least, the class token's");
  return arg;
}

Napi::Value assemble_tokens(const Args& args, Backend& backend) {
  const DType dtype = backend.activations;
  const TensorArg patches = args.tensor(0, "patches").dtype(dtype).rank(2);
  const int64_t dim = patches.get().dim(1);
  const Tensor cls_token = args.tensor(1, "clsToken").dtype(dtype).shape({dim});
  const Tensor pos_embed = position_embedding(args, 2, "posEmbed", dtype, dim);
  const OptionalTensor registers = optional_tokens(args, 3, "registers", dtype, {-1, dim});
  const OptionalTensor mask_token = optional_tokens(args, 4, "maskToken", dtype, {dim});
  const Tensor out = args.tensor(6, "out").dtype(backend.residual).shape({-1, dim});
  const TokenCounts counts(args, out, "out", pos_embed, registers);
  patches.shape({counts.images * counts.patches, dim});
  const OptionalTensor masks = optional_masks(args, 5, counts);
  if (bool(masks) != bool(mask_token))
    args.fail(5, "masks", mask_token ? "masks, as maskToken is given" : "null, as maskToken is null");
  backend.assemble_tokens(patches, cls_token, pos_embed, registers.get(), mask_token.get(), masks.get(), out);
  return args.env().Undefined();
}

Napi::Value assemble_tokens_backward(const Args& args, Backend& backend) {
  const Tensor d_out = args.tensor(0, "dOut").dtype(backend.residual).rank(2);
  const int64_t dim = d_out.dim(1);
  const Tensor d_pos_embed = position_embedding(args, 4, "dPosEmbed", DType::kFloat32, dim);
  const OptionalTensor d_registers = optional_tokens(args, 5, "dRegisters", DType::kFloat32, {-1, dim});
  const TokenCounts counts(args, d_out, "dOut", d_pos_embed, d_registers);
  const OptionalTensor masks = optional_masks(args, 1, counts);
  const Tensor d_patches =
      args.tensor(2, "dPatches").dtype(backend.activations).shape({counts.images * counts.patches, dim});
  const Tensor d_cls_token = args.tensor(3, "dClsToken").float32().shape({dim});
  const OptionalTensor d_mask_token = optional_tokens(args, 6, "dMaskToken", DType::kFloat32, {dim});
  if (bool(masks) != bool(d_mask_token))
    args.fail(6, "dMaskToken", masks ? "a Tensor, as masks are given" : "null, as masks are null");
  backend.assemble_tokens_backward(d_out, masks.get(), d_patches, d_cls_token, d_pos_embed, d_registers.get(),
                                   d_mask_token.get());
  return args.env().Undefined();
}

}  // namespace

void define_embedding(OpExports& ops) {
  ops.define<patchify>("patchify");
  ops.define<assemble_tokens>("assembleTokens");
  ops.define<assemble_tokens_backward>("assembleTokensBackward");
}

}  // namespace dinofleet
