import { join } from 'node:path';
import { resumeDifferences } from '../config/resume.js';
import type { Config } from '../config/schema.js';
import type { ComputeType } from '../precision/compute-type.js';
import { checkpointsDirectory, fromStoreDirectory } from '../run/layout.js';
import { CheckpointError, isDamage } from './checkpoint-error.js';
import { diskFiles } from './checkpoint-files.js';
import { checkComplete } from './complete.js';
import { type Manifest, manifestIdentity, readManifest } from './manifest.js';

export interface FoundCheckpoint {
  step: number;
  directory: string;
}

/** One that a run can go on from. */
export interface CompleteCheckpoint extends FoundCheckpoint {
  /** Images of a step over all ranks. */
  globalBatch: number;
  computeType: ComputeType;
  /** Where nodes have parts of it, each on its own disk; null where its files are in the directory. */
  held: { onDisk: true; identity: string; store: string } | null;
}

/** Directories of steps within each of some directories, the newest step first. Temporary ones do not count. */
export async function listCheckpoints(...roots: string[]): Promise<FoundCheckpoint[]> {
  const found = await Promise.all(
    roots.map(async (root) => {
      const steps = (await diskFiles.list(root)).filter((name) => /^\d+$/.test(name));
      return steps.map((name) => ({ step: Number(name), directory: join(root, name) }));
    }),
  );
  return found.flat().sort((a, b) => b.step - a.step);
}

export interface Search {
  outputDir: string;
  /** As `train.checkpoint_store`, shared if left away: of checkpoints that are elsewhere the manifests alone are looked at. */
  store?: string;
  /** Snapshots of the run; null where there are none. */
  snapshotDir?: string | null;
  /** Directories that ranks have found to be damaged. */
  damaged?: readonly string[];
  /** Told of each one that is passed over. */
  onSkipped?: (error: CheckpointError) => void;
}

/**
 * The newest complete checkpoint of a run, snapshot or on disk; null where it has none.
 * @throws CheckpointError where it has some, and none is complete: to begin anew would pass for going on
 */
export async function findLatest(search: Search): Promise<CompleteCheckpoint | null> {
  const { outputDir, store = 'shared', snapshotDir = null, damaged = [], onSkipped = () => {} } = search;
  const root = store.startsWith('s3:') ? fromStoreDirectory(outputDir) : checkpointsDirectory(outputDir);
  const all = await listCheckpoints(root, ...(snapshotDir === null ? [] : [snapshotDir]));
  let first: CheckpointError | null = null;
  for (const found of all) {
    const isSnapshot = snapshotDir !== null && found.directory.startsWith(snapshotDir);
    try {
      if (damaged.includes(found.directory))
        throw new CheckpointError('CHECKPOINT_TORN', `${found.directory} is damaged`);
      const isHere = isSnapshot || store === 'shared';
      const { globalBatch, computeType } = await (isHere ? checkComplete : readManifest)(found.directory);
      const held = isHere ? null : await heldBy(found.directory, store);
      return { ...found, globalBatch, computeType, held };
    } catch (error) {
      if (!(error instanceof CheckpointError) || (!isDamage(error) && !isSnapshot)) throw error;
      first ??= isSnapshot ? null : error;
      onSkipped(error);
    }
  }
  if (first === null) return null;
  throw new CheckpointError(
    'CHECKPOINT_TORN',
    `no checkpoint in ${root} is whole: ${first.message}. ` +
      'Restore one, or choose another output directory with --output-dir to begin anew',
  );
}

async function heldBy(directory: string, store: string): Promise<CompleteCheckpoint['held']> {
  const identity = (await manifestIdentity(directory))!;
  return { onDisk: true, identity, store: store === 'nodes' ? '' : store };
}

/** Complete checkpoints on the disk, the newest first. */
export async function completeCheckpoints(outputDir: string): Promise<(FoundCheckpoint & { manifest: Manifest })[]> {
  const complete = [];
  for (const found of await listCheckpoints(checkpointsDirectory(outputDir)))
    try {
      complete.push({ ...found, manifest: await checkComplete(found.directory) });
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
    }
  return complete;
}

/** The newest complete checkpoint on the disk that has no later step; null where there is none. */
export async function findAtOrBefore(outputDir: string, step: number): Promise<FoundCheckpoint | null> {
  return (await completeCheckpoints(outputDir)).find((found) => found.step <= step) ?? null;
}

/**
 * The images may lie elsewhere than when the run was saved; others at the place where they were have changed, which a training takes
 * up with a warning.
 * @param placeOf where the images of a configuration are, for people
 * @returns where they were, where they are elsewhere now
 * @throws CheckpointError where they are others, elsewhere
 */
export async function checkResumedImages(
  directory: string,
  folder: string,
  { listingHash, count }: { listingHash: string; count: number },
  placeOf: (config: unknown) => string,
): Promise<string | null> {
  const { config, images } = await readManifest(directory);
  const before = placeOf(config);
  if (before === folder) return null;
  if (images.hash === listingHash) return before;
  throw new CheckpointError(
    'IMAGES_DIFFER',
    `train.dataset_path is ${folder} with ${count} images, but the run in ${directory} has trained on ${images.count} others in ` +
      `${before}; give the same images to resume it. To train on with others on purpose, put them in the place of the old ones, or ` +
      `begin a new run from its weights: MODEL.WEIGHTS=${directory} with another --output-dir`,
  );
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
