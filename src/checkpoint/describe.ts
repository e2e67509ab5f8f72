import { existsSync, statSync } from 'node:fs';
import { checkpointsDirectory } from '../run/layout.js';
import { CheckpointError } from './checkpoint-error.js';
import { checkComplete } from './complete.js';
import { type FoundCheckpoint, listCheckpoints } from './find.js';
import { isCheckpoint, type Manifest, whyNoCheckpoint } from './manifest.js';

/** A line of `dinofleet checkpoint ls`. */
export interface CheckpointSummary {
  step: number;
  directory: string;
  /** null where it is not complete. */
  bytes: number | null;
  world_size: number | null;
  saved_at: string | null;
  /** What is wrong with it; null where it is complete. */
  problem: string | null;
}

/** The checkpoints of an output directory, or of any directory of step directories, the newest first. */
export async function checkpointsIn(directory: string): Promise<FoundCheckpoint[]> {
  if (!existsSync(directory) || !statSync(directory).isDirectory())
    throw new CheckpointError('CHECKPOINT_MISSING', `${directory} ${whyNoCheckpoint(directory)}`);
  const root = checkpointsDirectory(directory);
  return listCheckpoints(existsSync(root) ? root : directory);
}

/** The checkpoint that a directory is; else those in it. @throws CheckpointError where there is none */
export async function checkpointsAt(directory: string): Promise<string[]> {
  if (isCheckpoint(directory)) return [directory];
  const found = await checkpointsIn(directory);
  if (found.length > 0) return found.map((one) => one.directory);
  throw new CheckpointError('CHECKPOINT_MISSING', `${directory} ${whyNoCheckpoint(directory)}`);
}

export async function summarizeCheckpoint({ step, directory }: FoundCheckpoint): Promise<CheckpointSummary> {
  try {
    const { files, savedAt } = await checkComplete(directory);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return { step, directory, bytes, world_size: files.length, saved_at: savedAt || null, problem: null };
  } catch (error) {
    const problem = (error as Error).message;
    return { step, directory, bytes: null, world_size: null, saved_at: null, problem };
  }
}

/** What a manifest tells, for people: all but the plan's places and the checksums. */
export function describeManifest(manifest: Manifest) {
  const { files, plan, step, version, globalBatch, nextPosition, rng, computeType, optimizer, images } = manifest;
  const { software, savedAt, config, replicated } = manifest;
  const parameters = plan.units.flatMap((unit) =>
    unit.parameters.map(({ name, shape }) => ({ name: `${unit.submodule}.${name}`, shape })),
  );
  return {
    format_version: version,
    step,
    saved_at: savedAt || null,
    world_size: plan.worldSize,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    global_batch: globalBatch,
    next_position: nextPosition,
    rng,
    compute_type: computeType,
    optimizer,
    images,
    software,
    files: files.map(({ name, bytes }) => ({ name, bytes })),
    replicated,
    parameters,
    config,
  };
}
