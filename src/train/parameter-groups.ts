import { integerPower } from './integer-power.js';

/** How a parameter's learning rate and weight decay differ from the scheduled ones. */
export interface Multipliers {
  lrMultiplier: number;
  wdMultiplier: number;
  isLastLayer: boolean;
}

const EMBEDDINGS = ['pos_embed', 'patch_embed', 'mask_token', 'cls_token', 'register_tokens'];

export interface MultiplierOptions {
  layerwiseDecay: number;
  patchEmbedLrMult: number;
  /** Blocks of the backbone. */
  depth: number;
}

/**
 * Layer-wise decay for the backbone, none for the heads; no weight decay on biases, norms and LayerScale.
 * @param name with its submodule, e.g. `backbone.blocks.0.attn.qkv.weight`
 * Source: DINOv2 utils/param_groups.py
 */
export function multipliersOf(name: string, options: MultiplierOptions): Multipliers {
  const { layerwiseDecay, patchEmbedLrMult, depth } = options;
  let layer = depth + 1;
  if (name.startsWith('backbone.')) {
    const block = /^backbone\.blocks\.(\d+)\./.exec(name);
    if (EMBEDDINGS.some((part) => name.includes(part))) layer = 0;
    else if (block !== null) layer = Number(block[1]) + 1;
  }
  let lrMultiplier = integerPower(layerwiseDecay, depth + 1 - layer);
  if (name.includes('patch_embed')) lrMultiplier *= patchEmbedLrMult;
  const undecayed = name.endsWith('.bias') || name.includes('norm') || name.includes('gamma');
  return { lrMultiplier, wdMultiplier: undecayed ? 0 : 1, isLastLayer: name.includes('last_layer') };
}
