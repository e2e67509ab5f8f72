import type { ComputeType } from '../precision/compute-type.js';
import { checkpointsDirectory } from '../run/layout.js';
import { CheckpointError } from './checkpoint-error.js';
import { listCheckpoints } from './find.js';
import { type Manifest, manifestIdentity, readManifest } from './manifest.js';
import { ShardFile } from './shard-file.js';
import { shardLayout } from './shard-layout.js';

/** What a node has of a save: files of all ranks, or of some. */
export interface StoredPart {
  step: number;
  directory: string;
  /** Of the manifest: nodes that tell the same have parts of the same save. */
  identity: string;
  globalBatch: number;
  computeType: ComputeType;
  worldSize: number;
  /** Whose files are there: of the size that the manifest says, with the headers that were written. */
  ranks: number[];
  /** A rank in the same place of as many reads no other's file. */
  ownFileIsEnough: boolean;
  /** A checkpoint on the node's own disk, and no snapshot in its memory. */
  onDisk: boolean;
}

/** Steps of the checkpoints that an output directory lists: nodes that share one need not read them all. */
export async function listedSteps(outputDir: string): Promise<number[]> {
  return (await listCheckpoints(checkpointsDirectory(outputDir))).map(({ step }) => step);
}

/**
 * What a folder has of a run's saves, the newest first.
 * @param onSkipped told of each one that is of no use, and of each file
 */
export async function storedParts(
  folder: string,
  onDisk: boolean,
  onSkipped: (error: CheckpointError) => void,
): Promise<StoredPart[]> {
  const stored: StoredPart[] = [];
  for (const { step, directory } of await listCheckpoints(folder)) {
    try {
      const manifest = await readManifest(directory);
      const identity = (await manifestIdentity(directory))!;
      const { globalBatch, computeType, plan, files, replicated } = manifest;
      if (manifest.step !== step)
        throw new CheckpointError('CHECKPOINT_TORN', `${directory} has a manifest of step ${manifest.step}`);
      const ownFileIsEnough =
        Object.keys(replicated).length === 0 && plan.units.every(({ numShards }) => numShards === plan.worldSize);
      const ranks = wholeFiles(directory, manifest, onSkipped);
      const facts = { globalBatch, computeType, worldSize: files.length, ranks, ownFileIsEnough, onDisk };
      stored.push({ step, directory, identity, ...facts });
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      onSkipped(error);
    }
  }
  return stored;
}

/** What is missing lies on another machine, which is no damage. */
function wholeFiles(directory: string, manifest: Manifest, onSkipped: (error: CheckpointError) => void): number[] {
  const { plan, files, replicated } = manifest;
  return files.flatMap((record, rank) => {
    try {
      ShardFile.open(directory, record, shardLayout(plan, replicated, rank)).close();
      return [rank];
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      if ((error.cause as NodeJS.ErrnoException | undefined)?.code !== 'ENOENT') onSkipped(error);
      return [];
    }
  });
}
