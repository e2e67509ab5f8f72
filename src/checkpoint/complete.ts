import { type Manifest, readManifest } from './manifest.js';
import { ShardFile } from './shard-file.js';
import { shardLayout } from './shard-layout.js';

/**
 * The manifest of a directory whose files are all there in full, with the headers that were written. Their data is looked
 * at when it is read.
 * @throws CheckpointError naming file and tensor
 */
export async function checkComplete(directory: string): Promise<Manifest> {
  const manifest = await readManifest(directory);
  manifest.files.forEach((record, rank) => {
    ShardFile.open(directory, record, shardLayout(manifest.plan, manifest.replicated, rank)).close();
  });
  return manifest;
}

export interface VerifyReport {
  blocks: number;
  bytes: number;
  /** A message for each file or block that is not as it was written. */
  bad: string[];
}

/**
 * Reads every byte of a checkpoint.
 * @throws CheckpointError where the manifest itself cannot be believed
 */
export async function verifyCheckpoint(directory: string): Promise<VerifyReport> {
  const { files, plan, replicated } = await readManifest(directory);
  const report: VerifyReport = { blocks: 0, bytes: 0, bad: [] };
  files.forEach((record, rank) => {
    report.bytes += record.bytes;
    try {
      const file = ShardFile.open(directory, record, shardLayout(plan, replicated, rank));
      report.bad.push(
        ...file.badBlocks(() => {
          report.blocks++;
        }),
      );
      file.close();
    } catch (error) {
      report.bad.push((error as Error).message);
    }
  });
  return report;
}
