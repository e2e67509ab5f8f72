import { isDeepStrictEqual } from 'node:util';
import { type Config, fields } from './schema.js';

export interface ConfigDifference {
  key: string;
  old: unknown;
  new: unknown;
}

/** A configuration stored before a key was known has none: the run had what is now its default. */
function valueAt(config: Config, key: string): unknown {
  const value = key
    .split('.')
    .reduce<unknown>((section, name) => (section as Record<string, unknown> | undefined)?.[name], config);
  return value === undefined ? fields.get(key)!.initial : value;
}

/** Keys that differ and that a resumed run may not change: all but those of logging, saving, workers, length and where things lie. */
export function resumeDifferences(old: Config, now: Config): ConfigDifference[] {
  return [...fields]
    .filter(([, field]) => !field.traits.adjustable)
    .map(([key]) => ({ key, old: valueAt(old, key), new: valueAt(now, key) }))
    .filter((difference) => !isDeepStrictEqual(difference.old, difference.new));
}
