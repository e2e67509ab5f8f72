import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SnapshotPace } from '../../../src/checkpoint/save/snapshot-pace.js';

/** Steps of 100 ms, of which some take longer because a save is under way. */
function train(pace: SnapshotPace, saves: readonly (number | null)[]): void {
  let nowMs = 0;
  pace.step(nowMs, false);
  for (const excessMs of saves) {
    nowMs += 100 + (excessMs ?? 0);
    pace.step(nowMs, excessMs !== null);
  }
}

const quiet = (steps: number) => Array<null>(steps).fill(null);

test('snapshots are taken as often as is said, whatever they cost', () => {
  const pace = new SnapshotPace(30);
  train(pace, [...quiet(5), 5_000, ...quiet(2)]);
  assert.equal(pace.intervalMs, 30_000);
  assert.equal(new SnapshotPace(0.5).intervalMs, 500);
});

test('where nobody says how often, they take a hundredth of the time', () => {
  const pace = new SnapshotPace(null);
  assert.equal(pace.intervalMs, 2_000, 'before their cost is known');
  // Beside the save three steps take 50, 200 and 0 ms longer.
  train(pace, [...quiet(5), 50, 200, ...quiet(3)]);
  assert.equal(pace.intervalMs, 25_000);
});

test('neither cheap ones follow at once, nor are dear ones left out for ever', () => {
  const cheap = new SnapshotPace(null);
  train(cheap, [...quiet(5), 1, ...quiet(3)]);
  assert.equal(cheap.intervalMs, 2_000);
  const dear = new SnapshotPace(null);
  train(dear, [...quiet(5), 60_000, ...quiet(3)]);
  assert.equal(dear.intervalMs, 600_000);
});

test('of several the mean counts, so that a step that was slow for another reason is no cost for long', () => {
  const pace = new SnapshotPace(null);
  train(pace, [...quiet(5), 300, ...quiet(5)]);
  assert.equal(pace.intervalMs, 30_000);
  train(pace, [100, ...quiet(2)]);
  assert.equal(pace.intervalMs, 20_000);
  train(pace, [-60, ...quiet(2), -40, ...quiet(2)]);
  assert.equal(pace.intervalMs, 7_500, 'one beside which steps are quicker than others counts as well');
});
