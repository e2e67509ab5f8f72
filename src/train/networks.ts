import { resolveArch } from '../config/arch.js';
import { ConfigError } from '../config/config-error.js';
import type { Config } from '../config/schema.js';
import type { ShardingStrategy, SubmoduleToPlan } from '../fsdp/plan.js';
import type { ModuleSharding } from '../fsdp/sharded-module.js';
import { type DinoHeadShape, dinoHeadUnits } from '../model/dino-head.js';
import { type VitShape, vitUnits } from '../model/vision-transformer.js';
import type { DType } from '../nn/backend.js';

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

export function submodulesOf(config: Config, networks: Networks): (SubmoduleToPlan & { name: SubmoduleName })[] {
  const submodule = (name: SubmoduleName, units: SubmoduleToPlan['units']) => ({
    name,
    strategy: shardingOf(config, 'student', name).strategy,
    units,
  });
  return [
    submodule('backbone', vitUnits(networks.vit)),
    submodule('dino_head', dinoHeadUnits(networks.dinoHead)),
    ...(networks.ibotHead ? [submodule('ibot_head', dinoHeadUnits(networks.ibotHead))] : []),
  ];
}

const DTYPES = { fp16: 'float16', bf16: 'bfloat16', fp32: 'float32' } as const satisfies Record<string, DType>;

/**
 * How a submodule is sharded and in which formats it travels.
 * @throws ConfigError where student and teacher cannot share one plan: their shards are updated together
 */
export function shardingOf(config: Config, network: 'student' | 'teacher', name: SubmoduleName): ModuleSharding {
  const { sharding_strategy: strategy, mixed_precision: precision } = config.compute_precision[network][name];
  const other = config.compute_precision[network === 'student' ? 'teacher' : 'student'][name].sharding_strategy;
  if ((strategy === 'NO_SHARD') !== (other === 'NO_SHARD'))
    throw new ConfigError(
      'STRATEGIES_DIFFER',
      `compute_precision: student.${name} and teacher.${name} have sharding_strategy ${strategy} and ${other}, ` +
        'expected NO_SHARD for both or for none: the teacher is averaged from the student shard by shard',
    );
  return {
    strategy: strategy as ShardingStrategy,
    precision: { paramDtype: DTYPES[precision.param_dtype], reduceDtype: DTYPES[precision.reduce_dtype] },
  };
}
