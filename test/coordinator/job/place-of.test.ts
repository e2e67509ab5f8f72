import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withRank } from '../../../src/coordinator/job/job.js';
import { placeOf } from '../../../src/coordinator/job/place-of.js';
import { ScriptedJob } from './scripted-job.js';

test('a worker is found where it is, in each of two jobs that have come from one', () => {
  const script = new ScriptedJob();
  script.join('a', 3);
  const before = script.job;
  assert.equal(placeOf(before.ranks, 'w'), undefined);
  const [left, right] = [withRank(before, 0, { workerId: 'w' }), withRank(before, 2, { workerId: 'w' })];
  assert.equal(placeOf(right.ranks, 'w')?.rank, 2);
  assert.equal(placeOf(left.ranks, 'w')?.rank, 0);
  assert.equal(placeOf(before.ranks, 'w'), undefined);
  const later = withRank(left, 1, { workerId: 'v' });
  assert.deepEqual(
    ['w', 'v', 'u'].map((id) => placeOf(later.ranks, id)?.rank),
    [0, 1, undefined],
  );
});
