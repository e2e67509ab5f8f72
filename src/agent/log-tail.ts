import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const maxBytes = 8192;
const maxLines = 20;

/** The last lines that a file holds behind byte `from`; empty where it cannot be read. */
export function logTail(path: string, from: number): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return '';
  }
  try {
    const end = fstatSync(file).size;
    const start = Math.max(from, end - maxBytes);
    const buffer = Buffer.alloc(Math.max(0, end - start));
    readSync(file, buffer, 0, buffer.length, start);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-maxLines).join('\n');
  } finally {
    closeSync(file);
  }
}
