import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { resumeDifferences } from '../config/resume.js';
import type { Config } from '../config/schema.js';
import { CheckpointError } from './checkpoint-error.js';
import { type Manifest, readManifest } from './manifest.js';

export interface FoundCheckpoint {
  step: number;
  directory: string;
}

export function checkpointsDirectory(outputDir: string): string {
  return join(outputDir, 'checkpoints');
}

/** Steps that have a directory, newest first. Temporary ones do not count. */
export async function listSteps(outputDir: string): Promise<number[]> {
  const names = await readdir(checkpointsDirectory(outputDir)).catch(() => []);
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => b - a);
}

/** The manifest of a directory whose files are all there in full. */
export async function verifyComplete(directory: string): Promise<Manifest> {
  const manifest = await readManifest(directory);
  for (const { name, bytes } of manifest.files) {
    const path = join(directory, name);
    const size = await stat(path).then(
      (stats) => stats.size,
      () => null,
    );
    if (size !== bytes)
      throw new CheckpointError(
        'CHECKPOINT_TORN',
        `${path} ${size === null ? 'is missing' : `has ${size} bytes`}, expected ${bytes}; use an older checkpoint`,
      );
  }
  return manifest;
}

/**
 * The newest complete checkpoint of a run, or null. Torn ones are passed over.
 * @param onTorn told of each one passed over
 */
export async function findLatest(
  outputDir: string,
  onTorn: (error: CheckpointError) => void = () => {},
): Promise<FoundCheckpoint | null> {
  for (const step of await listSteps(outputDir)) {
    const directory = join(checkpointsDirectory(outputDir), String(step));
    try {
      await verifyComplete(directory);
      return { step, directory };
    } catch (error) {
      if (!(error instanceof CheckpointError) || error.code !== 'CHECKPOINT_TORN') throw error;
      onTorn(error);
    }
  }
  return null;
}

/**
 * @throws CheckpointError naming the first key that differs and must not
 */
export async function checkResume(directory: string, config: Config): Promise<void> {
  const manifest = await readManifest(directory);
  const [difference] = resumeDifferences(manifest.config as Config, config);
  if (difference === undefined) return;
  const { key } = difference;
  throw new CheckpointError(
    'CONFIG_DIFFERS',
    `${key} is ${JSON.stringify(difference.new)}, but the run in ${directory} has ${JSON.stringify(difference.old)}; ` +
      `set ${key}=${JSON.stringify(difference.old)} to resume it, or choose another --output-dir`,
  );
}
