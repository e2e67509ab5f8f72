import type { HostOptions } from './host-job.js';

/** Options that stand for a key of the configuration, over the file and over key=value. */
const KEYS = {
  outputDir: 'train.output_dir',
  recordStep: 'train.record_step',
  profile: 'train.profile_step',
} as const satisfies Partial<Record<keyof HostOptions, string>>;

export type KeyOptions = Pick<HostOptions, keyof typeof KEYS>;

/** What is given by them, as key=value. */
export function overridesOf(options: KeyOptions): string[] {
  return Object.entries(KEYS).flatMap(([option, key]) => {
    const value = options[option as keyof typeof KEYS];
    return value === undefined ? [] : [`${key}=${value}`];
  });
}
