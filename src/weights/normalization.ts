import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { dataSection } from '../config/data-section.js';
import type { Config } from '../config/schema.js';
import type { BackboneWeights, NormalizationHints } from './backbone-weights.js';
import { WeightsError } from './weights-error.js';

export type Normalization = Pick<Config['data'], 'mean' | 'std'>;

/** Transformers scales by a rounded 1 / 255. */
const RESCALE_TOLERANCE = 1e-6;

/**
 * What a preprocessor_config.json of transformers says that images are normalised by, as shares of full brightness; nothing
 * where there is no such file. Values are checked with the rest of the configuration that they go into.
 * @throws WeightsError where it is not sound
 */
export function readPreprocessor(path: string): NormalizationHints {
  if (!existsSync(path)) return {};
  const { do_rescale, rescale_factor, do_normalize, image_mean, image_std } = parse(path);
  const levels = do_rescale === false ? 255 : 255 * numberOr(rescale_factor, 1 / 255);
  const isShare = Math.abs(levels - 1) < RESCALE_TOLERANCE;
  const shares = (values: readonly number[]) => (isShare ? values : values.map((value) => value / levels));
  if (do_normalize === false) return { mean: shares([0, 0, 0]), std: shares([1, 1, 1]) };
  if (image_mean === undefined && image_std === undefined) return {};
  return {
    mean: shares(channels(path, 'image_mean', image_mean)),
    std: shares(channels(path, 'image_std', image_std)),
  };
}

function numberOr(value: unknown, initial: number): number {
  return typeof value === 'number' && value > 0 ? value : initial;
}

/** One number may stand for all channels. */
function channels(path: string, key: string, value: unknown): readonly number[] {
  const values = typeof value === 'number' ? [value, value, value] : value;
  if (Array.isArray(values) && values.length === 3 && values.every(Number.isFinite)) return values;
  throw new WeightsError(
    'WEIGHTS_INVALID',
    `${path}: ${key} is ${JSON.stringify(value)}, expected three numbers, for red, green and blue`,
  );
}

function parse(path: string): Record<string, unknown> {
  try {
    const config: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof config === 'object' && config !== null && !Array.isArray(config)) return { ...config };
  } catch (cause) {
    throw new WeightsError('WEIGHTS_INVALID', `${path} is no JSON: ${(cause as Error).message}`, { cause });
  }
  throw new WeightsError('WEIGHTS_INVALID', `${path} is no JSON object`);
}

type Said = Pick<BackboneWeights, 'config' | 'normalization'>;

/** What images were normalised by for these weights; null where nobody says it. */
function normalizationOf({ config, normalization }: Said): Normalization | null {
  if (config !== null) {
    const { mean, std } = dataSection(config);
    return { mean, std };
  }
  const { mean, std } = normalization;
  return mean === undefined || std === undefined ? null : ({ mean, std } as Normalization);
}

/**
 * How a configuration's normalisation differs from that which weights were trained with, and what to set: the end of a
 * sentence. null where it does not, and where it is not known.
 */
export function normalizationDifference(weights: Said, { data }: Config): string | null {
  const theirs = normalizationOf(weights);
  if (theirs === null || isDeepStrictEqual(theirs, { mean: data.mean, std: data.std })) return null;
  const keys = ({ mean, std }: Normalization) => `data.mean=${JSON.stringify(mean)} data.std=${JSON.stringify(std)}`;
  return `was trained on images normalised by other numbers than this run's ${keys(data)}; set ${keys(theirs)}`;
}
