import { ConfigError } from './config-error.js';
import type { Config } from './schema.js';

/** Sizes of a vision transformer. */
export interface Arch {
  embedDim: number;
  depth: number;
  numHeads: number;
  headDim: number;
  mlpRatio: number;
  /** Width inside the feed-forward layer: each of the two gates' with SwiGLU. */
  ffnHidden: number;
}

interface Size {
  embedDim: number;
  depth: number;
  numHeads: number;
}

/** Source: DINOv2 models/vision_transformer.py; vit_tiny as in DeiT. */
const named: Record<Exclude<Config['student']['arch'], 'vit_custom'>, Size> = {
  vit_tiny: { embedDim: 192, depth: 12, numHeads: 3 },
  vit_small: { embedDim: 384, depth: 12, numHeads: 6 },
  vit_base: { embedDim: 768, depth: 12, numHeads: 12 },
  vit_large: { embedDim: 1024, depth: 24, numHeads: 16 },
  vit_giant2: { embedDim: 1536, depth: 40, numHeads: 24 },
};

const sizeKeys = ['embed_dim', 'depth', 'num_heads'] as const;

function sizeOf(student: Config['student']): Size {
  if (student.arch !== 'vit_custom') {
    const set = sizeKeys.find((key) => student[key] !== null) ?? (student.mlp_ratio !== 4 ? 'mlp_ratio' : undefined);
    if (set === undefined) return named[student.arch];
    throw new ConfigError(
      'ARCH_MISMATCH',
      `student.${set} is ${student[set]}, but student.arch is ${student.arch}, whose sizes are fixed; ` +
        'leave the key out or use student.arch vit_custom',
      { keys: [`student.${set}`, 'student.arch'] },
    );
  }
  const { embed_dim: embedDim, depth, num_heads: numHeads } = student;
  if (embedDim !== null && depth !== null && numHeads !== null) return { embedDim, depth, numHeads };
  const missing = sizeKeys.filter((key) => student[key] === null).map((key) => `student.${key}`);
  throw new ConfigError('ARCH_MISMATCH', `student.arch vit_custom needs ${missing.join(', ')} as well`, {
    keys: ['student.arch', ...missing],
  });
}

function ffnHidden(ffnLayer: Config['student']['ffn_layer'], embedDim: number, mlpRatio: number): number {
  const hidden = Math.floor(embedDim * mlpRatio);
  // Two gates of two thirds hold as many weights as one layer; rounded up to 8. Source: DINOv2 layers/swiglu_ffn.py
  return ffnLayer === 'mlp' ? hidden : Math.ceil(Math.floor((hidden * 2) / 3) / 8) * 8;
}

/** @throws ConfigError where the keys of `student` do not make a network */
export function resolveArch(config: Pick<Config, 'student'>): Arch {
  const { student } = config;
  const { embedDim, depth, numHeads } = sizeOf(student);
  if (embedDim % numHeads !== 0)
    throw new ConfigError(
      'HEADS_DO_NOT_DIVIDE',
      `student.embed_dim is ${embedDim}, expected a multiple of student.num_heads (${numHeads})`,
      { keys: ['student.embed_dim', 'student.num_heads'] },
    );
  return {
    embedDim,
    depth,
    numHeads,
    headDim: embedDim / numHeads,
    mlpRatio: student.mlp_ratio,
    ffnHidden: ffnHidden(student.ffn_layer, embedDim, student.mlp_ratio),
  };
}
