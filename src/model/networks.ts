import { resolveArch } from '../config/arch.js';
import type { Config } from '../config/schema.js';
import type { DinoHeadShape } from './dino-head.js';
import type { VitShape } from './vision-transformer.js';

export type SubmoduleName = 'backbone' | 'dino_head' | 'ibot_head';

/** The sub-networks of a configuration; the teacher has the same. */
export interface Networks {
  vit: VitShape;
  dinoHead: DinoHeadShape;
  /** null: masked patches go through the DINO head. */
  ibotHead: DinoHeadShape | null;
}

export function networksOf(config: Config): Networks {
  const { student, dino, ibot, crops } = config;
  const arch = resolveArch(config);
  const headShape = (head: Config['dino'] | Config['ibot']): DinoHeadShape => ({
    inDim: arch.embedDim,
    hiddenDim: head.head_hidden_dim,
    bottleneckDim: head.head_bottleneck_dim,
    numPrototypes: head.head_n_prototypes,
    numLayers: head.head_nlayers,
  });
  return {
    vit: {
      embedDim: arch.embedDim,
      depth: arch.depth,
      numHeads: arch.numHeads,
      ffnLayer: student.ffn_layer === 'mlp' ? 'mlp' : 'swiglu',
      ffnHidden: arch.ffnHidden,
      patchSize: student.patch_size,
      imageSize: crops.global_crops_size,
      layerScale: student.layerscale,
      numRegisters: student.num_register_tokens,
      qkvBias: student.qkv_bias,
      projBias: student.proj_bias,
      ffnBias: student.ffn_bias,
      interpolateOffset: student.interpolate_offset,
      interpolateAntialias: student.interpolate_antialias,
      blocksPerUnit: student.block_chunks === 0 ? 1 : Math.max(1, Math.floor(arch.depth / student.block_chunks)),
    },
    dinoHead: headShape(dino),
    ibotHead: ibot.separate_head && ibot.loss_weight > 0 ? headShape(ibot) : null,
  };
}
