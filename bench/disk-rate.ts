/** How fast a disk is by itself: the same number of bytes, in pieces of the same length, without anything else. */
import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';

const PIECE_BYTES = 4 * 2 ** 20;

/** Seconds to write `bytes` to a new file, until they are on the disk. */
export function writeSeconds(path: string, bytes: number): number {
  const piece = Buffer.alloc(PIECE_BYTES, 7);
  const start = performance.now();
  const file = openSync(path, 'w');
  for (let done = 0; done < bytes; done += PIECE_BYTES) writeSync(file, piece, 0, Math.min(PIECE_BYTES, bytes - done));
  fsyncSync(file);
  closeSync(file);
  return (performance.now() - start) / 1000;
}

/** Seconds to read a file that is not in memory. */
export function readSeconds(path: string): number {
  dropFromMemory(path);
  const piece = Buffer.alloc(PIECE_BYTES);
  const start = performance.now();
  const file = openSync(path, 'r');
  while (readSync(file, piece, 0, PIECE_BYTES, null) > 0);
  closeSync(file);
  return (performance.now() - start) / 1000;
}

/** Asks the kernel to forget a file's pages: posix_fadvise, by way of dd, which needs no privilege. */
export function dropFromMemory(path: string): void {
  const dropped = spawnSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0', 'status=none'], { encoding: 'utf8' });
  if (dropped.status !== 0) throw new Error(`dd cannot drop ${path} from memory: ${dropped.stderr || dropped.error}`);
}
