import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fileNameBytes } from './file-name.js';

/** A file that is read by position, wherever it is. */
export interface DataFile {
  readonly bytes: number;
  /** When it was last changed, in seconds since 1970, whole. */
  readonly time: number;
  /** Bytes [start, end), fewer where the file ends before. */
  read(start: number, end: number): Promise<Uint8Array> | Uint8Array;
  close(): void;
}

/**
 * Of this machine; reads block, as those of a file that is looked through once may.
 * @param path as `fileNameText`. @throws what the system says
 */
export function openLocalFile(path: string): DataFile {
  const file = openSync(fileNameBytes(path), 'r');
  const { size, mtimeMs } = fstatSync(file);
  return {
    bytes: size,
    time: Math.floor(mtimeMs / 1000),
    read(start, end) {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(end, size) - start));
      let done = 0;
      for (let count = -1; done < bytes.length && count !== 0; done += count)
        count = readSync(file, bytes, done, bytes.length - done, start + done);
      return bytes.subarray(0, done);
    },
    close: () => closeSync(file),
  };
}
