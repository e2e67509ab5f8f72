import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Of a log's end, to find the last lines in. */
const TAIL_BYTES = 1 << 20;

/** Reads what is appended to a log; a file that is not there yet is empty. */
export class LogReader {
  #at: number | null;
  #rest = '';

  /** @param from byte at which to begin; null for the last lines */
  constructor(
    private readonly path: string,
    from: number | null = null,
  ) {
    this.#at = from;
  }

  /** @param most lines of what was there before the first call */
  read(most: number): string[] {
    let file: number;
    try {
      file = openSync(this.path, 'r');
    } catch {
      return [];
    }
    try {
      const { size } = fstatSync(file);
      const isFirst = this.#at === null;
      const start = this.#at ?? Math.max(0, size - TAIL_BYTES);
      const bytes = Buffer.alloc(Math.max(0, Math.min(size - start, TAIL_BYTES)));
      const read = readSync(file, bytes, 0, bytes.length, start);
      this.#at = start + read;
      const lines = (this.#rest + bytes.toString('utf8', 0, read)).split('\n');
      this.#rest = lines.pop()!;
      return isFirst ? lines.slice(Math.max(0, lines.length - most)) : lines;
    } finally {
      closeSync(file);
    }
  }
}
