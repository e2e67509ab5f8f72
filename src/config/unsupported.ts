import { ConfigError } from './config-error.js';
import type { Config } from './schema.js';

interface Refusal {
  key: string;
  value: unknown;
  refused: boolean;
  reason: string;
}

/** Keys of DINOv2 that are read but not honoured yet, where they ask for something else than what happens anyway. */
function refusals(config: Config): Refusal[] {
  const { compute_precision, evaluation } = config;
  const list: Refusal[] = [
    {
      key: 'evaluation.eval_period_iterations',
      value: evaluation.eval_period_iterations,
      // 0 is never, as here; the default of the released code is no wish of a user's.
      refused: ![0, 12500].includes(evaluation.eval_period_iterations),
      reason: 'every checkpoint holds the teacher: use train.checkpoint_steps',
    },
  ];
  for (const network of ['student', 'teacher'] as const) {
    for (const [module, { mixed_precision: precision }] of Object.entries(compute_precision[network])) {
      const key = `compute_precision.${network}.${module}`;
      list.push({
        key: `${key}.mixed_precision.buffer_dtype`,
        value: precision.buffer_dtype,
        refused: precision.buffer_dtype !== 'fp32',
        reason: 'the networks have no buffers; leave it at fp32',
      });
    }
  }
  return list;
}

/**
 * To be called before a network is made.
 * @throws ConfigError for the first key whose wish would be ignored
 */
export function refuseUnsupported(config: Config): void {
  const refusal = refusals(config).find((candidate) => candidate.refused);
  if (refusal)
    throw new ConfigError(
      'NOT_SUPPORTED',
      `${refusal.key} is ${JSON.stringify(refusal.value)}, which is not supported: ${refusal.reason}`,
    );
}
