import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heard } from '../../../src/coordinator/job/signs-of-life.js';
import { ScriptedJob } from './scripted-job.js';

const beat = (progress: number) => ({ progress, phase: 'compute', what: 'block 3 forward', step: 7 });

function training(): ScriptedJob {
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  return script;
}

test('who was heard is known with its time, and progress only where the count is another one', () => {
  const { job } = training();
  const [first, second] = job.ranks.map(({ workerId }) => workerId!);
  const once = heard(job, {
    nodes: [['a', 70]],
    workers: [
      [first!, 80, beat(5)],
      [second!, 90, null],
    ],
  });
  const seen = () =>
    once.ranks.map(({ lastSeenMs, progress, lastProgressMs }) => [lastSeenMs, progress, lastProgressMs]);
  assert.deepEqual(once.nodes[0]!.lastSeenMs, 70);
  assert.deepEqual(seen(), [
    [80, 5, 80],
    [90, 0, 0],
  ]);
  assert.deepEqual(once.ranks[0]!.at, { phase: 'compute', what: 'block 3 forward', step: 7 });
  const twice = heard(once, { nodes: [], workers: [[first!, 200, beat(5)]] });
  assert.deepEqual([twice.ranks[0]!.lastSeenMs, twice.ranks[0]!.lastProgressMs], [200, 80]);
});

test('a sign that is older than what is known, or of somebody unknown, changes nobody', () => {
  const { job } = training();
  const known = heard(job, { nodes: [['a', 70]], workers: [[job.ranks[0]!.workerId!, 80, beat(5)]] });
  const after = heard(known, {
    nodes: [
      ['a', 60],
      ['stranger', 99],
    ],
    workers: [
      [job.ranks[0]!.workerId!, 75, beat(9)],
      ['stranger', 99, beat(9)],
    ],
  });
  assert.deepEqual(after, known);
});
