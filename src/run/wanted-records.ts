/**
 * Steps of a run that are yet to be written down, an empty file for each: they outlive the process that found them, and whoever
 * removes old checkpoints sees which are still needed.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { makeFolder } from '../system/make-folder.js';
import { recordsDirectory, wantedRecordPath } from './layout.js';

/** @throws the system's error where it cannot be written */
export function wantRecord(outputDir: string, step: number): void {
  makeFolder(recordsDirectory(outputDir));
  writeFileSync(wantedRecordPath(outputDir, step), '');
}

/**
 * To be called before one is computed. What ends a process by it must not end the next one too.
 * @returns whether it was begun before
 */
export function beginWantedRecord(outputDir: string, step: number): boolean {
  const path = wantedRecordPath(outputDir, step);
  const wasBegun = readFileSync(path, 'utf8') !== '';
  if (!wasBegun) writeFileSync(path, 'begun\n');
  return wasBegun;
}

/** In order; none where that cannot be read. */
export function wantedRecords(outputDir: string): number[] {
  let names: string[];
  try {
    names = readdirSync(recordsDirectory(outputDir));
  } catch {
    return [];
  }
  return names
    .flatMap((name) => Number(/^\.wanted-step-(\d+)$/.exec(name)?.[1] ?? Number.NaN))
    .filter(Number.isInteger)
    .sort((a, b) => a - b);
}

export function dropWantedRecord(outputDir: string, step: number): void {
  try {
    rmSync(wantedRecordPath(outputDir, step), { force: true });
  } catch {
    // It was begun, and is not tried again.
  }
}
