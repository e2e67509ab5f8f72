import { MultiBar, type SingleBar } from 'cli-progress';
import type { JobObserver } from '../../coordinator/observer.js';
import { formatLogLine } from '../../log/log-line.js';
import { Progress } from './progress.js';

// The bar must not wrap, or it could not be drawn over; what is logged above it must not be cut off.
const wrapOn = '\x1b[?7h';
const wrapOff = '\x1b[?7l';

/** A progress bar at the bottom of the terminal; state changes scroll by above it. */
export function barDisplay(nowMs: () => number): JobObserver {
  const progress = new Progress();
  // One bar, but of a MultiBar: only that can print lines above it.
  const bars = new MultiBar({
    format: '{bar} {value}/{total}  loss {loss}  {imagesPerSecond} images/s  {left} left',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    stream: process.stdout,
    hideCursor: true,
    // A line above clears the bar; drawn again only where its numbers have changed, it would stay away.
    forceRedraw: true,
    // Ctrl-C is the job's: it saves and stops.
    gracefulExit: false,
  });
  let bar: SingleBar | null = null;
  return {
    name: 'display',
    logged(level, event, fields) {
      const line = `${formatLogLine(level, event, fields)}\n`;
      if (bar === null) process.stdout.write(line);
      else bars.log(`${wrapOn}${line}${wrapOff}`);
    },
    trainingStarts(startStep, totalSteps) {
      progress.begin(startStep, nowMs());
      const nothingYet = { loss: '-', imagesPerSecond: '-', left: '-' };
      bar ??= bars.create(totalSteps, startStep, nothingYet);
      bar.update(startStep, nothingYet);
    },
    reported(_generation, _rank, { steps, totalSteps }) {
      for (const step of steps) bar?.update(step.step + 1, progress.add(step, totalSteps, nowMs()));
    },
    close() {
      if (bar !== null) bars.update(); // lines that still wait for the next drawing
      bars.stop();
    },
  };
}
