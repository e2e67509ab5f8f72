import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Holders } from '../agent/holders.js';
import { diskFiles } from '../checkpoint/checkpoint-files.js';
import { manifestIdentity, readManifest } from '../checkpoint/manifest.js';
import type { Holder } from '../rpc/messages.js';
import type { Transport } from '../rpc/transport.js';
import { checkpointsDirectory } from '../run/layout.js';

/**
 * Fetches the files of a checkpoint that nodes have to the directory that has its manifest: from then on it is like any other.
 * @throws Error where they cannot be had, or do not fit
 */
export async function gatherCheckpoint(
  outputDir: string,
  step: number,
  holders: readonly Holder[],
  transport: Transport,
): Promise<void> {
  const directory = join(checkpointsDirectory(outputDir), String(step));
  const identity = (await manifestIdentity(directory))!;
  const { files } = await readManifest(directory);
  const there = await diskFiles.list(directory);
  const missing = files.map((file, rank) => ({ ...file, rank })).filter(({ name }) => !there.includes(name));
  const bytes = missing.reduce((sum, file) => sum + file.bytes, 0);
  const { bavail, bsize } = await statfs(directory);
  if (bytes > bavail * bsize) throw new Error(`${(bytes / 1e9).toFixed(1)} GB do not fit on the disk of ${directory}`);
  const source = new Holders(transport, { onDisk: true, step, identity }, holders);
  for (const { rank, name, bytes: size } of missing) {
    const temporary = join(directory, `.${name}`);
    await diskFiles.remove(temporary);
    await source.fetch({ rank, name, bytes: size, ranges: [{ start: 0, end: size }] }, temporary);
    await diskFiles.rename(temporary, join(directory, name));
  }
}
