import { ConfigError } from '../config/config-error.js';
import { dataSection } from '../config/data-section.js';
import { configFromObject } from '../config/load.js';
import type { Config } from '../config/schema.js';
import type { BackboneWeights } from './backbone-weights.js';
import { gridOf } from './fit-weights.js';
import { WeightsError } from './weights-error.js';

/** Width of an attention head in all released networks. */
const HEAD_WIDTH = 64;

/**
 * The configuration of the network that weights are of: a checkpoint's own, or what shapes tell.
 * @param overrides key=value arguments over what was inferred, e.g. `student.num_heads=3`; of a checkpoint those alone that
 *   say how files are read, and nothing of the network
 * @param headsKey the key that an error asks for where heads are not known
 * @throws WeightsError where the shapes are of no such network; ConfigError where heads are not known
 */
export function configOfWeights(
  weights: BackboneWeights,
  overrides: readonly string[],
  headsKey = 'student.num_heads',
): Config {
  const { config, source } = weights;
  if (config === null) return inferConfig(weights, overrides, headsKey);
  const refused = overrides.find((one) => !OF_FILES.some((key) => one.startsWith(`${key}=`)));
  if (refused !== undefined)
    throw new ConfigError(
      'BAD_ARGUMENT',
      `"${refused}" would change a configuration, but ${source} is a checkpoint, which has its own`,
    );
  return { ...config, data: configFromObject({ data: dataSection(config) }, source, overrides).data };
}

const OF_FILES = ['data.lenient', 'data.range'];

function inferConfig(weights: BackboneWeights, overrides: readonly string[], headsKey: string): Config {
  const { source, shapes, hints, normalization } = weights;
  const sizeOf = (name: string, rank: number): readonly number[] => {
    const shape = shapes.get(name);
    if (shape?.length === rank) return shape;
    const got = shape === undefined ? 'there is none' : `it is (${shape.join(', ')})`;
    throw new WeightsError(
      'WEIGHTS_INVALID',
      `${source} has no weights of a DINOv2 backbone: expected ${name} of ${rank} dimensions, ${got}${alsoMissing(shapes, name)}`,
    );
  };
  const [embedDim, , patchSize] = sizeOf('patch_embed.proj.weight', 4) as [number, number, number];
  const grid = gridOf(sizeOf('pos_embed', 3));
  if (grid === null)
    throw new WeightsError(
      'WEIGHTS_INVALID',
      `${source}: pos_embed is (${shapes.get('pos_embed')!.join(', ')}), expected one class token and a square of patches`,
    );
  const isGated = shapes.has('blocks.0.mlp.w3.weight');
  const hidden = isGated ? sizeOf('blocks.0.mlp.w3.weight', 2)[1]! : sizeOf('blocks.0.mlp.fc1.weight', 2)[0]!;
  const inferred = {
    student: {
      arch: 'vit_custom',
      embed_dim: embedDim,
      depth: depthOf(shapes),
      patch_size: patchSize,
      ffn_layer: isGated ? 'swiglu' : 'mlp',
      mlp_ratio: mlpRatio(embedDim, hidden, isGated),
      num_register_tokens: shapes.has('register_tokens') ? sizeOf('register_tokens', 3)[1]! : 0,
      qkv_bias: shapes.has('blocks.0.attn.qkv.bias'),
      proj_bias: shapes.has('blocks.0.attn.proj.bias'),
      ffn_bias: shapes.has(isGated ? 'blocks.0.mlp.w3.bias' : 'blocks.0.mlp.fc2.bias'),
      layerscale: shapes.has('blocks.0.ls1.gamma') ? 1 : 0,
      ...(embedDim % HEAD_WIDTH === 0 ? { num_heads: embedDim / HEAD_WIDTH } : {}),
      ...hints,
    },
    crops: { global_crops_size: grid * patchSize, local_crops_size: patchSize },
    data: normalization,
  };
  const headsKnown = 'num_heads' in inferred.student || overrides.some((one) => one.startsWith('student.num_heads='));
  if (!headsKnown)
    throw new ConfigError(
      'ARCH_MISMATCH',
      `${source} does not say how many attention heads the network has, and its width, ${embedDim}, is no multiple of ` +
        `${HEAD_WIDTH} as in the released ones; add ${headsKey}=N`,
    );
  return configFromObject(inferred, source, overrides);
}

/** Of every backbone, whatever its size. */
const ALWAYS = [
  'cls_token',
  'pos_embed',
  'patch_embed.proj.weight',
  'patch_embed.proj.bias',
  'norm.weight',
  'norm.bias',
  'blocks.0.norm1.weight',
];

function alsoMissing(shapes: BackboneWeights['shapes'], named: string): string {
  const names = ALWAYS.filter((name) => name !== named && !shapes.has(name));
  return names.length === 0 ? '' : `; nor are there ${names.join(', ')}`;
}

function depthOf(shapes: BackboneWeights['shapes']): number {
  const blocks = [...shapes.keys()].flatMap((name) => /^blocks\.\d+\./.exec(name) ?? []);
  return new Set(blocks).size;
}

/** One that makes this hidden width: 4 for all released networks, but with gates a ratio has not one width. */
function mlpRatio(embedDim: number, hidden: number, isGated: boolean): number {
  const exact = hidden / embedDim;
  if (!isGated) return Math.floor(embedDim * exact) === hidden ? exact : (hidden + 0.5) / embedDim;
  const fits = (ratio: number) => Math.ceil(Math.floor((Math.floor(embedDim * ratio) * 2) / 3) / 8) * 8 === hidden;
  return fits(4) ? 4 : (1.5 * hidden) / embedDim;
}
