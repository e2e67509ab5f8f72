/**
 * fp32: everything in float32, without a loss scaler. bf16: the same, but for matrix products. fp16: the wire formats, loss
 * scale and compute type of the case's own configuration.
 */
export const PRECISIONS = ['fp32', 'fp16', 'bf16'] as const;
export type Precision = (typeof PRECISIONS)[number];

export const STRATEGIES = ['FULL_SHARD', 'SHARD_GRAD_OP', 'HYBRID_SHARD', 'NO_SHARD'] as const;
export type Strategy = (typeof STRATEGIES)[number];

export function precisionOverrides(precision: Precision): string[] {
  switch (precision) {
    case 'fp32':
    case 'bf16':
      return [
        `compute_precision.compute_dtype=${precision}`,
        'compute_precision.grad_scaler=false',
        ...ofSubmodules('mixed_precision.param_dtype', 'fp32'),
        ...ofSubmodules('mixed_precision.reduce_dtype', 'fp32'),
      ];
    case 'fp16':
      return [];
  }
}

/** @param strategy null: the case's own */
export function strategyOverrides(strategy: Strategy | null): string[] {
  return strategy === null ? [] : ofSubmodules('sharding_strategy', strategy);
}

function ofSubmodules(key: string, value: string): string[] {
  return ['student', 'teacher'].flatMap((network) =>
    ['backbone', 'dino_head', 'ibot_head'].map((name) => `compute_precision.${network}.${name}.${key}=${value}`),
  );
}
