import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import type { JobObserver } from '../coordinator/observer.js';
import type { StepReport } from '../rpc/messages.js';
import { runLogPath } from '../run/layout.js';

/**
 * OUTPUT_DIR/log.jsonl: one JSON object a line and a step, of what rank 0 reports. When the training goes on from a
 * checkpoint, the lines of the steps that it repeats are cut off first, so that every step is there once, in order.
 */
export function openRunLog(outputDir: string, nowMs: () => number): JobObserver {
  const file = openSync(runLogPath(outputDir), 'a+');
  return {
    trainingStarts: (startStep) => cutFrom(file, startStep),
    stepped(_generation, rank, report) {
      if (rank === 0) writeSync(file, `${JSON.stringify(runLogLine(report, nowMs()))}\n`);
    },
    close: () => closeSync(file),
  };
}

/** Flat, with the released code's names; seconds are rank 0's. */
function runLogLine({ step, losses, scalars, skipped, images, phaseSeconds }: StepReport, nowMs: number) {
  const phases = Object.entries(phaseSeconds).map(([phase, seconds]) => [`${phase}_seconds`, seconds]);
  return {
    step,
    ...losses,
    ...scalars,
    skipped,
    images,
    ...Object.fromEntries(phases),
    time: new Date(nowMs).toISOString(),
  };
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
