import { existsSync } from 'node:fs';
import { checkpointsDirectory } from '../run/layout.js';
import { CheckpointError, isDamage } from './checkpoint-error.js';
import { checkComplete } from './complete.js';
import { listCheckpoints } from './find.js';
import { isCheckpoint, whyNoCheckpoint } from './manifest.js';

/**
 * The newest whole checkpoint of a run, by its output directory or the directory of its checkpoints.
 * @returns null where the path is no such directory, or nothing is saved in it
 * @throws CheckpointError where there are some, and none is whole
 */
export async function newestWithin(path: string): Promise<string | null> {
  const inner = checkpointsDirectory(path);
  const found = await listCheckpoints(existsSync(inner) ? inner : path);
  let first: unknown = null;
  // A model's folder may hold others whose names are numbers: those are none of a run.
  for (const { directory } of found.filter((one) => isCheckpoint(one.directory))) {
    try {
      await checkComplete(directory);
      return directory;
    } catch (error) {
      if (!isDamage(error)) throw error;
      first ??= error;
    }
  }
  if (first === null) return null;
  throw first;
}

/** A checkpoint, and what a person should hear of how it was found. */
export interface MeantCheckpoint {
  directory: string;
  /** null where it is what was given. */
  note: string | null;
}

/**
 * The checkpoint that is meant by a path: itself, or of a run the newest that is whole.
 * @throws CheckpointError CHECKPOINT_MISSING saying what is there instead
 */
export async function meantCheckpoint(path: string): Promise<MeantCheckpoint> {
  if (isCheckpoint(path)) return { directory: path, note: null };
  const newest = await newestWithin(path);
  if (newest !== null)
    return { directory: newest, note: `${path} is a run: its newest checkpoint, ${newest}, is taken` };
  throw new CheckpointError('CHECKPOINT_MISSING', `${path} ${whyNoCheckpoint(path)}`);
}
