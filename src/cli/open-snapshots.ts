import { resolve } from 'node:path';
import { defaultSnapshotBase, openSnapshotFolder } from '../checkpoint/save/snapshot-folder.js';
import type { Config } from '../config/schema.js';
import type { FleetConfig } from '../coordinator/prepare.js';
import { logLine } from '../log/log-line.js';
import { runOf } from '../run/claim.js';

/** The folder of a run's snapshots; null where none are taken. Where it cannot be had, a training goes on without. */
export async function openSnapshots(given: FleetConfig, outputDir: string, run: string): Promise<string | null> {
  const { snapshot_dir: dir, snapshot_seconds: seconds } = (given as Config).train;
  if (seconds === 0) return null;
  try {
    return await openSnapshotFolder(dir === null ? defaultSnapshotBase() : resolve(dir), { run, outputDir }, runOf);
  } catch (error) {
    logLine('warn', 'no-snapshots', { reason: (error as Error).message });
    return null;
  }
}
