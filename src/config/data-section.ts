import { configFromObject } from './load.js';
import type { Config } from './schema.js';

/** How images are read and normalised as long as nobody says otherwise. */
export const defaultData: Config['data'] = configFromObject({}).data;

/** The `data` section of a stored configuration: one that was stored before a key was known had what is now its default. */
export function dataSection(stored: Config): Config['data'] {
  return { ...defaultData, ...(stored.data as Partial<Config['data']> | undefined) };
}
