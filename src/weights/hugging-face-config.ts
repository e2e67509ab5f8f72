import { readFileSync } from 'node:fs';
import type { ArchitectureHints } from './backbone-weights.js';
import { otherModelType } from './other-networks.js';
import { WeightsError } from './weights-error.js';

const MODEL_TYPES = ['dinov2', 'dinov2_with_registers'];
/** What every such network here has, and a config.json may leave out: transformers' own defaults. */
const FIXED = { hidden_act: 'gelu', layer_norm_eps: 1e-6, num_channels: 3 } as const;

/**
 * What a model folder's config.json says that its weights do not.
 * @throws WeightsError where it is of no DINOv2 network; the system's error where it cannot be opened
 */
export function readHuggingFaceConfig(path: string): ArchitectureHints {
  const config = parse(path);
  const expect = (key: string, expected: readonly unknown[]) => {
    if (!expected.includes(config[key]))
      throw new WeightsError(
        'WEIGHTS_INVALID',
        `${path}: ${key} is ${JSON.stringify(config[key])}, expected ${expected.map((one) => JSON.stringify(one)).join(' or ')}`,
      );
  };
  if (!MODEL_TYPES.includes(config.model_type as string))
    throw new WeightsError(
      'WEIGHTS_DIFFER',
      `${path}: model_type is ${JSON.stringify(config.model_type)}, expected ${MODEL_TYPES.map((one) => `"${one}"`).join(' or ')}; ` +
        `it is ${otherModelType(String(config.model_type))}`,
    );
  for (const [key, value] of Object.entries(FIXED)) if (key in config) expect(key, [value]);
  const heads = config.num_attention_heads;
  if (!Number.isSafeInteger(heads) || (heads as number) < 1)
    throw new WeightsError(
      'WEIGHTS_INVALID',
      `${path}: num_attention_heads is ${JSON.stringify(heads)}, expected a whole number from 1 up`,
    );
  return {
    num_heads: heads as number,
    // transformers interpolates position embeddings by the sizes' ratio, with antialias where there are registers.
    interpolate_offset: 0,
    interpolate_antialias: config.model_type === 'dinov2_with_registers',
  };
}

/** Not checked yet. */
interface GivenConfig {
  readonly [key: string]: unknown;
  readonly model_type?: unknown;
  readonly num_attention_heads?: unknown;
}

function parse(path: string): GivenConfig {
  const text = readFileSync(path, 'utf8');
  try {
    const config: unknown = JSON.parse(text);
    if (typeof config === 'object' && config !== null && !Array.isArray(config)) return { ...config };
  } catch (cause) {
    throw new WeightsError('WEIGHTS_INVALID', `${path} is no JSON: ${(cause as Error).message}`, { cause });
  }
  throw new WeightsError('WEIGHTS_INVALID', `${path} is no JSON object`);
}
