import { closeSync, fstatSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { rankLogPath, workerLogPath } from './layout.js';

/** A worker's descriptor on which it tells its agent, as JSON, where it prints now. */
export const LOG_TOLD_ON = 3;

/** What a process has printed begins at a byte of a file. */
export interface LogPlace {
  path: string;
  begin: number;
}

/**
 * From here on this process prints to the log of its rank, one for all generations: a line tells where each begins. What it
 * has printed so far, which its agent has sent to a file of its own, goes along.
 */
export function printToRankLog(
  outputDir: string,
  { workerId, generation, rank }: { workerId: string; generation: number; rank: number },
): void {
  const path = rankLogPath(outputDir, rank);
  const before = workerLogPath(outputDir, workerId);
  const log = openSync(path, 'a');
  writeSync(log, `=== generation ${generation}, ${new Date().toISOString()}\n`);
  const { size: begin } = fstatSync(log);
  writeSync(log, readFileSync(before));
  for (const descriptor of [1, 2]) reopen(descriptor, path);
  closeSync(log);
  writeSync(LOG_TOLD_ON, JSON.stringify({ path, begin } satisfies LogPlace));
  rmSync(before);
}

/** Native code prints to a descriptor, whatever streams JavaScript has. A file that is opened gets the lowest one that is free. */
function reopen(descriptor: number, path: string): void {
  closeSync(descriptor);
  const opened = openSync(path, 'a');
  if (opened !== descriptor) throw new Error(`${path} was opened as descriptor ${opened}, expected ${descriptor}`);
}
