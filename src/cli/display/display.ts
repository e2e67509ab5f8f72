import type { JobObserver } from '../../coordinator/observer.js';
import { barDisplay } from './bar-display.js';
import { lineDisplay } from './line-display.js';

/** How a job shows itself: a bar where somebody looks, lines where a file is written. */
export function openDisplay(nowMs: () => number, lineEveryMs: number): JobObserver {
  // The terminal is closed, the pipe broken: nobody looks any more, but the job has not heard that it should end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return process.stdout.isTTY ? barDisplay(nowMs) : lineDisplay(nowMs, lineEveryMs);
}
