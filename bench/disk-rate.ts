/** How fast a disk is by itself: the same number of bytes, in pieces of the same length, without anything else. */
import { spawn } from 'node:child_process';
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

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
  const piece = Buffer.alloc(PIECE_BYTES);
  const start = performance.now();
  const file = openSync(path, 'r');
  while (readSync(file, piece, 0, PIECE_BYTES, null) > 0);
  closeSync(file);
  return (performance.now() - start) / 1000;
}

/**
 * Asks the kernel to forget files' pages: posix_fadvise, by way of dd, which needs no privilege. A shell that is begun
 * while this process is small starts each dd: a process that is forked has all of its memory protected from writing, so
 * that the next write to each page, within what is timed, would be a fault.
 */
export class PageCache {
  private readonly shell = spawn('sh', { stdio: ['pipe', 'pipe', 'inherit'] });
  private readonly answers = createInterface({ input: this.shell.stdout })[Symbol.asyncIterator]();

  async drop(...paths: string[]): Promise<void> {
    for (const path of paths) {
      this.shell.stdin.write(`dd if='${path}' iflag=nocache count=0 status=none; echo $?\n`);
      const { value } = await this.answers.next();
      if (value !== '0') throw new Error(`dd cannot drop ${path} from memory; it ended with ${value}`);
    }
  }

  close(): void {
    this.shell.stdin.end();
  }
}
