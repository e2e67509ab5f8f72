import type { LoaderTime } from '../data/batch-times.js';
import type { Interval } from '../system/monotonic-clock.js';
import type { Slice } from './slice.js';

/** What one thread does in a row. */
interface Run extends Interval {
  times: LoaderTime[];
}

/**
 * Tracks of the loader: its own thread, which draws masks and plans steps, and as many for files and for images as were read, or decoded
 * and cropped, at once.
 */
export function loaderSlices(batches: readonly { step: number; times: readonly LoaderTime[] }[]): Slice[] {
  const all = batches.flatMap(({ step, times }) => times.map((time) => ({ ...time, step })));
  const slicesOf = (track: string, times: readonly LoaderTime[]) =>
    times.map((time) => sliceOf(track, time as LoaderTime & { step: number }));
  const reads = all.filter(({ what }) => what === 'read').map((time) => ({ ...time, times: [time] }));
  return [
    ...slicesOf(
      'loader',
      all.filter(({ image }) => image === null),
    ),
    ...inLanes(reads).flatMap(([lane, { times }]) => slicesOf(`loader, file ${lane}`, times)),
    ...inLanes(cropRuns(all)).flatMap(([lane, { times }]) => slicesOf(`loader, image ${lane}`, times)),
  ];
}

function sliceOf(track: string, { what, startNs, endNs, image, bytes, step }: LoaderTime & { step: number }): Slice {
  const ofFile = image === null ? {} : { image, bytes };
  return { track, kind: 'loader', name: what, startNs, endNs, args: { 'of step': step, ...ofFile } };
}

/** An image is cropped by the thread that has decoded it, at once. */
function cropRuns(times: readonly LoaderTime[]): Run[] {
  const runs: Run[] = [];
  for (const time of times) {
    if (time.what === 'decode') runs.push({ startNs: time.startNs, endNs: time.endNs, times: [time] });
    if (time.what !== 'crop') continue;
    const run = runs.at(-1)!;
    run.times.push(time);
    run.endNs = time.endNs;
  }
  return runs;
}

/** Shares runs out so that none of a lane overlap: each goes to the first lane that is free. Lanes count from 1. */
function inLanes(runs: readonly Run[]): [lane: number, run: Run][] {
  const freeAt: number[] = [];
  return [...runs]
    .sort((a, b) => a.startNs - b.startNs)
    .map((run) => {
      const free = freeAt.findIndex((at) => at <= run.startNs);
      const lane = free === -1 ? freeAt.length : free;
      freeAt[lane] = run.endNs;
      return [lane + 1, run];
    });
}
