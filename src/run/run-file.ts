import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { runFilePath } from './layout.js';
import { RunFileError } from './run-file-error.js';

/** What a run has decided before its first checkpoint, which has it from then on. */
export interface RunFacts {
  /** Images of a step over all workers. */
  globalBatch: number;
  /** `train.batch_size_per_gpu` at the time. */
  batchSizePerGpu: number;
}

/**
 * null where there is no such file: nothing is decided.
 * @throws RunFileError where it holds anything else
 */
export function readRunFile(outputDir: string): RunFacts | null {
  const path = runFilePath(outputDir);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new RunFileError(path, (error as Error).message, { cause: error });
  }
  const facts = parse(text);
  if (!isCount(facts?.globalBatch) || !isCount(facts?.batchSizePerGpu))
    throw new RunFileError(path, `it holds ${JSON.stringify(text.slice(0, 100))}`);
  return { globalBatch: facts.globalBatch, batchSizePerGpu: facts.batchSizePerGpu };
}

/** Replaces it at once: a crash leaves the old one or the new one. */
export function writeRunFile(outputDir: string, facts: RunFacts): void {
  const path = runFilePath(outputDir);
  writeFileSync(`${path}.new`, `${JSON.stringify(facts)}\n`, { flush: true });
  renameSync(`${path}.new`, path);
}

export function removeRunFile(outputDir: string): void {
  rmSync(runFilePath(outputDir), { force: true });
}

function parse(text: string): Partial<RunFacts> | null {
  try {
    return JSON.parse(text) as Partial<RunFacts> | null;
  } catch {
    return null;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
