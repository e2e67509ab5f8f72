import { SingleBar } from 'cli-progress';
import { type LogFields, logLine } from '../../log/log-line.js';
import { Rate } from '../../metrics/rate.js';
import { isDrawable } from './drawable.js';
import { formatDuration } from './progress.js';

/** How far a command of many equal parts has come. */
export interface CountedProgress {
  /** @param done parts done so far */
  update(done: number): void;
  close(): void;
}

/** On stderr, so that what a command prints stays its own: a bar on a terminal, else a line every `lineEveryMs`. */
export function countedProgress(
  total: number,
  unit: string,
  lineEveryMs: number,
  isDrawn = isDrawable(process.stderr),
  nowMs: () => number = () => performance.now(),
): CountedProgress {
  return isDrawn ? bar(total, unit, nowMs) : lines(total, unit, lineEveryMs, nowMs);
}

/**
 * How many were found so far, where nobody knows how many there will be. Shown by a timer: a disk that does not answer must not pass
 * for a program that does nothing.
 * @param event with its fields names what is waited for
 */
export function openProgress(
  event: string,
  fields: LogFields,
  unit: string,
  lineEveryMs: number,
  isDrawn = isDrawable(process.stderr),
): CountedProgress {
  let found = 0;
  const shown = isDrawn ? openBar(event, unit) : null;
  const show = () => (shown === null ? logLine('info', event, { ...fields, [unit]: found }) : shown.draw(found));
  const timer = setInterval(show, shown === null ? lineEveryMs : DRAW_EVERY_MS);
  return {
    update: (count) => {
      found = count;
    },
    close: () => {
      clearInterval(timer);
      shown?.close();
    },
  };
}

const DRAW_EVERY_MS = 250;

function openBar(event: string, unit: string): { draw(found: number): void; close(): void } {
  const startMs = performance.now();
  const rate = new Rate();
  rate.add(0, startMs);
  const bar = new SingleBar({
    format: `${event}: {value} ${unit}  {perSecond} a second  {since}`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: true,
  });
  bar.start(0, 0, { perSecond: '-', since: formatDuration(0) });
  return {
    draw: (found) => {
      rate.add(found, performance.now());
      const since = formatDuration((performance.now() - startMs) / 1000);
      bar.update(found, { perSecond: rate.perSecond()?.toFixed(0) ?? '-', since });
    },
    close: () => bar.stop(),
  };
}

function bar(total: number, unit: string, nowMs: () => number): CountedProgress {
  const pace = new Pace(total, nowMs);
  const shown = new SingleBar({
    format: `{bar} {value}/{total} ${unit}  {perSecond} a second  {left} left`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: true,
  });
  shown.start(total, 0, { perSecond: '-', left: '-' });
  return { update: (done) => shown.update(done, pace.at(done)), close: () => shown.stop() };
}

function lines(total: number, unit: string, everyMs: number, nowMs: () => number): CountedProgress {
  const pace = new Pace(total, nowMs);
  let nextMs = nowMs() + everyMs;
  return {
    update(done) {
      const { perSecond, left } = pace.at(done);
      if (nowMs() < nextMs) return;
      nextMs = nowMs() + everyMs;
      logLine('info', 'progress', { [unit]: `${done}/${total}`, per_second: perSecond, left });
    },
    close() {},
  };
}

class Pace {
  readonly #rate = new Rate();

  constructor(
    private readonly total: number,
    private readonly nowMs: () => number,
  ) {
    this.#rate.add(0, nowMs());
  }

  at(done: number): { perSecond: string; left: string } {
    this.#rate.add(done, this.nowMs());
    const perSecond = this.#rate.perSecond();
    if (perSecond === null || perSecond === 0) return { perSecond: '-', left: '-' };
    return { perSecond: perSecond.toFixed(1), left: formatDuration((this.total - done) / perSecond) };
  }
}
