import { type FileHandle, open, readFile, rename } from 'node:fs/promises';
import { openImageIndex } from '../data/sources/image-index.js';
import type { FileChunk, Filled } from '../rpc/messages.js';
import { jobOf, joinRun } from '../run/claim.js';
import { imageIndexPath, tokenPath } from '../run/layout.js';

/**
 * Makes of an output directory of this node's own what its workers need of it: who it belongs to, and the list of the images.
 * @param token of the coordinator's
 * @param index the list as a file has it; not asked for where the directory has it
 * @throws Error where the directory is another run's, or cannot be written
 */
export async function prepareOwnDirectory(
  outputDir: string,
  token: string,
  index: () => AsyncIterable<Filled<FileChunk>>,
): Promise<void> {
  // The coordinator's own machine may see the directory itself.
  if ((await readFile(tokenPath(outputDir), 'utf8').catch(() => '')) !== token) await joinRun(outputDir, token);
  const path = imageIndexPath(outputDir);
  if (isThere(path, jobOf(token))) return;
  // Two agents of a machine may be at it.
  const temporary = `${path}.${process.pid}`;
  const file = await open(temporary, 'w');
  try {
    for await (const { data } of index()) await writeAll(file, data);
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

function isThere(path: string, job: string): boolean {
  try {
    openImageIndex(path, job).close();
    return true;
  } catch {
    return false;
  }
}

async function writeAll(file: FileHandle, data: Uint8Array): Promise<void> {
  for (let done = 0; done < data.length; ) done += (await file.write(data, done)).bytesWritten;
}
