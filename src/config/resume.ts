import { isDeepStrictEqual } from 'node:util';
import { type Config, fields } from './schema.js';

export interface ConfigDifference {
  key: string;
  old: unknown;
  new: unknown;
}

function valueAt(config: Config, key: string): unknown {
  return key.split('.').reduce<unknown>((section, name) => (section as Record<string, unknown>)[name], config);
}

/** Keys that differ and that a resumed run may not change: all but those of logging, saving, workers and length. */
export function resumeDifferences(old: Config, now: Config): ConfigDifference[] {
  return [...fields]
    .filter(([, field]) => !field.adjustable)
    .map(([key]) => ({ key, old: valueAt(old, key), new: valueAt(now, key) }))
    .filter((difference) => !isDeepStrictEqual(difference.old, difference.new));
}
