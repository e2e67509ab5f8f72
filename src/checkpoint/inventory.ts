import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, crc32Hex } from '../formats/crc32.js';
import type { ComputeType } from '../precision/compute-type.js';
import { checkpointsDirectory } from '../run/layout.js';
import { CheckpointError } from './checkpoint-error.js';
import { listCheckpoints } from './find.js';
import { MANIFEST_FILE, type Manifest, readManifest } from './manifest.js';
import { ShardFile } from './shard-file.js';
import { shardLayout } from './shard-layout.js';

/** What a node has of a snapshot: files of all ranks, or of some. */
export interface StoredSnapshot {
  step: number;
  directory: string;
  /** Of the manifest: nodes that tell the same have parts of the same snapshot. */
  identity: string;
  globalBatch: number;
  computeType: ComputeType;
  worldSize: number;
  /** Whose files are there: of the size that the manifest says, with the headers that were written. */
  ranks: number[];
  /** A rank in the same place of as many reads no other's file. */
  ownFileIsEnough: boolean;
}

/** Steps of the checkpoints that an output directory lists: nodes that share one need not read them all. */
export async function listedSteps(outputDir: string): Promise<number[]> {
  return (await listCheckpoints(checkpointsDirectory(outputDir))).map(({ step }) => step);
}

/**
 * A node's snapshots, the newest first.
 * @param onSkipped told of each one that is of no use, and of each file
 */
export async function storedSnapshots(
  snapshotDir: string,
  onSkipped: (error: CheckpointError) => void,
): Promise<StoredSnapshot[]> {
  const stored: StoredSnapshot[] = [];
  for (const { step, directory } of await listCheckpoints(snapshotDir)) {
    try {
      const manifest = await readManifest(directory);
      const identity = crc32Hex(crc32(await readFile(join(directory, MANIFEST_FILE))));
      const { globalBatch, computeType, plan, files, replicated } = manifest;
      if (manifest.step !== step)
        throw new CheckpointError('CHECKPOINT_TORN', `${directory} has a manifest of step ${manifest.step}`);
      const ownFileIsEnough =
        Object.keys(replicated).length === 0 && plan.units.every(({ numShards }) => numShards === plan.worldSize);
      const ranks = wholeFiles(directory, manifest, onSkipped);
      const facts = { globalBatch, computeType, worldSize: files.length, ranks, ownFileIsEnough };
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
