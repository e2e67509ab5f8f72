import type { JobObserver } from '../../coordinator/observer.js';
import { barDisplay } from './bar-display.js';
import { isDrawable } from './drawable.js';
import { lineDisplay } from './line-display.js';

/** How a job shows itself: a bar where somebody looks, lines where a file is written. */
export function openDisplay(nowMs: () => number, lineEveryMs: number): JobObserver {
  // The terminal is closed, the pipe broken: nobody looks any more, but the job has not heard that it should end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return isDrawable(process.stdout) ? barDisplay(nowMs) : lineDisplay(nowMs, lineEveryMs);
}
