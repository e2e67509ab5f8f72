import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import type { JobObserver } from '../coordinator/observer.js';
import type { StepReport, TrainingReport } from '../rpc/messages.js';
import { runLogPath } from '../run/layout.js';

/** Lines that are kept while they cannot be written; older ones are given up. */
const MOST_WAITING = 10_000;

/**
 * OUTPUT_DIR/log.jsonl: one JSON object a line and a step, of what rank 0 reports. When the training goes on from a
 * checkpoint, the lines of the steps that it repeats are cut off first, so that every step is there once, in order.
 * Lines that do not fit on the disk wait, and are written with the next report: each call throws as long as some wait.
 * @param write a test's own writes to a disk that fills up
 */
export function openRunLog(outputDir: string, nowMs: () => number, write = writeSync): JobObserver {
  const path = runLogPath(outputDir);
  const file = openSync(path, 'a+');
  let cutAt: number | null = null;
  let waiting: { step: number; text: string }[] = [];
  let givenUp = 0;

  const flush = () => {
    try {
      if (cutAt !== null) cutFrom(file, cutAt);
      cutAt = null;
      if (waiting.length > 0) append(file, waiting.map(({ text }) => text).join(''), write);
      waiting = [];
    } catch (cause) {
      givenUp += waiting.splice(0, waiting.length - MOST_WAITING).length;
      const lost = givenUp === 0 ? '' : `, ${givenUp} more are given up`;
      const message = `${path} cannot be written: ${(cause as Error).message}; ${waiting.length} lines wait${lost}`;
      throw new Error(message, { cause });
    }
  };
  return {
    name: 'run log',
    trainingStarts(startStep) {
      cutAt = Math.min(startStep, cutAt ?? startStep);
      waiting = waiting.filter(({ step }) => step < startStep);
      flush();
    },
    reported(_generation, rank, report) {
      if (rank !== 0) return;
      const now = nowMs();
      for (const line of runLogLines(report, now)) waiting.push({ step: line.step, text: `${JSON.stringify(line)}\n` });
      flush();
    },
    close() {
      try {
        flush();
      } finally {
        closeSync(file);
      }
    },
  };
}

/** Flat, with the released code's names; seconds are rank 0's, the report's in equal parts. Numbers that are not finite are null. */
function runLogLines({ steps, phaseSeconds }: TrainingReport, nowMs: number) {
  const phases = Object.entries(phaseSeconds).map(([phase, seconds]) => [`${phase}_seconds`, seconds / steps.length]);
  return steps.map(({ step, losses, scalars, skipped, images }: StepReport) => ({
    step,
    ...losses,
    ...scalars,
    skipped,
    images,
    ...Object.fromEntries(phases),
    time: new Date(nowMs).toISOString(),
  }));
}

/** All of it or nothing: what a full disk took of it is cut off again, or the next line would join half a one. */
function append(file: number, text: string, write: typeof writeSync): void {
  const { size } = fstatSync(file);
  const bytes = Buffer.from(text);
  try {
    for (let done = 0; done < bytes.length; ) done += write(file, bytes, done);
  } catch (error) {
    ftruncateSync(file, size);
    throw error;
  }
}

/**
 * Cuts a run log off behind its last whole line of a step before `step`. It is read from its end, where that line is; the
 * cut is one truncation, so that a crash leaves the old file or the new one.
 */
function cutFrom(file: number, step: number): void {
  let end = fstatSync(file).size;
  let tail = Buffer.alloc(0);
  while (true) {
    const newline = tail.subarray(0, -1).lastIndexOf('\n');
    if (newline < 0 && end > 0) {
      const chunk = Buffer.alloc(Math.min(chunkBytes, end));
      readSync(file, chunk, 0, chunk.length, end - chunk.length);
      end -= chunk.length;
      tail = Buffer.concat([chunk, tail]);
      continue;
    }
    const line = tail.subarray(newline + 1);
    if (line.length === 0 || isWholeLineBefore(line, step)) break;
    tail = tail.subarray(0, newline + 1);
  }
  ftruncateSync(file, end + tail.length);
  fsyncSync(file);
}

const chunkBytes = 65536;

/** A line that a crash has torn counts as one of a later step. */
function isWholeLineBefore(line: Buffer, step: number): boolean {
  if (line.at(-1) !== 0x0a) return false;
  try {
    return (JSON.parse(line.toString('utf8')) as { step: number }).step < step;
  } catch {
    return false;
  }
}
