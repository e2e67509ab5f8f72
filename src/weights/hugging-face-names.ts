/**
 * The released code's parameter names and those of Hugging Face transformers' Dinov2Model and Dinov2WithRegistersModel.
 * Query, key and value are one matrix there and three here: its rows are theirs, one below the other.
 * Source: transformers models/dinov2/convert_dinov2_to_hf.py
 */

const WHOLE: readonly (readonly [released: string, huggingFace: string])[] = [
  ['cls_token', 'embeddings.cls_token'],
  ['pos_embed', 'embeddings.position_embeddings'],
  ['register_tokens', 'embeddings.register_tokens'],
  ['mask_token', 'embeddings.mask_token'],
  ['patch_embed.proj.weight', 'embeddings.patch_embeddings.projection.weight'],
  ['patch_embed.proj.bias', 'embeddings.patch_embeddings.projection.bias'],
  ['norm.weight', 'layernorm.weight'],
  ['norm.bias', 'layernorm.bias'],
];

/** Below `blocks.N.` and `encoder.layer.N.`, each with its weight and bias. */
const LAYERS: readonly (readonly [released: string, huggingFace: string])[] = [
  ['norm1', 'norm1'],
  ['attn.proj', 'attention.output.dense'],
  ['norm2', 'norm2'],
  ['mlp.fc1', 'mlp.fc1'],
  ['mlp.fc2', 'mlp.fc2'],
  ['mlp.w12', 'mlp.weights_in'],
  ['mlp.w3', 'mlp.weights_out'],
];
const GAINS: readonly (readonly [released: string, huggingFace: string])[] = [
  ['ls1.gamma', 'layer_scale1.lambda1'],
  ['ls2.gamma', 'layer_scale2.lambda1'],
];
const IN_BLOCK = [
  ...LAYERS.flatMap(([released, theirs]) =>
    ['weight', 'bias'].map((kind) => [`${released}.${kind}`, `${theirs}.${kind}`] as const),
  ),
  ...GAINS,
];

/** @returns null for a name that no such network has */
export function huggingFaceNames(released: string): readonly string[] | null {
  const whole = WHOLE.find(([name]) => name === released);
  if (whole !== undefined) return [whole[1]];
  const [, block, name] = /^blocks\.(\d+)\.(.*)$/.exec(released) ?? [];
  const theirs = (rest: string) => `encoder.layer.${block}.${rest}`;
  const [, kind] = /^attn\.qkv\.(weight|bias)$/.exec(name ?? '') ?? [];
  if (kind !== undefined) return ['query', 'key', 'value'].map((part) => theirs(`attention.attention.${part}.${kind}`));
  const inBlock = IN_BLOCK.find(([known]) => known === name);
  return inBlock === undefined ? null : [theirs(inBlock[1])];
}

/** The released name of what a Hugging Face parameter is, or is a part of; its own where there is none. */
export function releasedName(huggingFace: string): string {
  const whole = WHOLE.find(([, name]) => name === huggingFace);
  if (whole !== undefined) return whole[0];
  const [, block, name] = /^encoder\.layer\.(\d+)\.(.*)$/.exec(huggingFace) ?? [];
  const [, kind] = /^attention\.attention\.(?:query|key|value)\.(weight|bias)$/.exec(name ?? '') ?? [];
  if (kind !== undefined) return `blocks.${block}.attn.qkv.${kind}`;
  const inBlock = IN_BLOCK.find(([, known]) => known === name);
  return inBlock === undefined ? huggingFace : `blocks.${block}.${inBlock[0]}`;
}
