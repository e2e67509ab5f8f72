import assert from 'node:assert/strict';
import type { LogLine } from '../end-to-end/training.js';

const LOSSES = ['dino_local_crops_loss', 'dino_global_crops_loss', 'ibot_loss', 'total_loss'];

/** Whether losses are the same in the mean of each `window` steps, to `tolerance` of them: single steps go their own ways. */
export function assertFollows(got: readonly LogLine[], wanted: readonly LogLine[], window: number, tolerance: number) {
  assert.equal(got.length, wanted.length);
  for (let first = 0; first + window <= wanted.length; first += window)
    for (const loss of LOSSES) {
      const mean = (log: readonly LogLine[]) =>
        log.slice(first, first + window).reduce((sum, line) => sum + Number(line[loss]), 0) / window;
      const [here, there] = [mean(got), mean(wanted)];
      assert.ok(
        Math.abs(here - there) <= tolerance * Math.abs(there),
        `${loss} from step ${first}: ${here}, expected ${there}`,
      );
    }
}
