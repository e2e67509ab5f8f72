import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobWorker } from '../../../src/coordinator/job/job.js';
import { positionOf, readyWorkers, withMore, withStage } from '../../../src/coordinator/job/known-workers.js';

const workers = (...ids: string[]) => ids.map((id): JobWorker => ({ id, nodeId: 'a', stage: 'starting' }));

test('workers are found by their id, and who waits for a place in order, in all arrays that have come from one', () => {
  const first = workers('u', 'v');
  const [one, other] = [withMore(first, workers('w', 'x')), withMore(first, workers('x', 'w'))];
  assert.deepEqual([positionOf(one, 'w'), positionOf(one, 'x'), positionOf(one, 'none')], [2, 3, -1]);
  assert.deepEqual([positionOf(other, 'w'), positionOf(other, 'x')], [3, 2]);
  assert.equal(positionOf(first, 'w'), -1);
  const ready = withStage(withStage(one, 3, 'ready'), 0, 'ready');
  assert.deepEqual(readyWorkers(ready), [0, 3]);
  assert.deepEqual(readyWorkers(withStage(ready, 0, 'placed')), [3]);
  assert.deepEqual(readyWorkers(withMore(ready, workers('y'))), [0, 3]);
  assert.deepEqual(readyWorkers(one), []);
  assert.equal(withStage(ready, 3, 'leaving')[3]!.stage, 'leaving');
  assert.equal(ready[3]!.stage, 'ready');
});
