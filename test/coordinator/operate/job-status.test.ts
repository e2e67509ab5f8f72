import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusOf } from '../../../src/coordinator/operate/job-status.js';
import { aReport } from '../job/a-report.js';
import { killedExit, ScriptedJob } from '../job/scripted-job.js';

const pace = { imagesPerSecond: 80, stepsPerSecond: 5, loss: 9.5 };

test('a job that trains says how far it is, and who does what', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 2 });
  script.join('a', 2);
  script.join('b', 1);
  script.run();
  script.deliver({ kind: 'workerReported', ...script.from(0), report: aReport([0, 1, 2]) });
  script.join('c', 1);
  script.pass(1_000, { stalled: [2] });
  const status = statusOf(script.job, pace, script.nowMs + 500);
  assert.deepEqual(
    [status.phase, status.generation, status.step, status.totalSteps, status.secondsLeft, status.waitsFor],
    ['running', 1, 3, 100, 97 / 5, ''],
  );
  assert.deepEqual(
    status.nodes.map(({ hostname, state, ranks, secondsSinceHeard }) => [hostname, state, ranks, secondsSinceHeard]),
    [
      ['host-of-a', 'trains', 2, 0.5],
      ['host-of-b', 'trains', 1, 0.5],
      ['host-of-c', 'spare', 0, 0.5],
    ],
  );
  const [first, , third] = status.ranks;
  assert.deepEqual([first!.stage, first!.hostname, first!.secondsSinceProgress], ['running', 'host-of-a', 0.5]);
  assert.ok(third!.secondsSinceProgress >= 1, 'one that stands still is seen to');
});

test('a job that waits says for what, and why the generation before has ended', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  script.join('a', 1);
  assert.match(statusOf(script.job, pace, 0).waitsFor, /^1 more of 2 nodes to join/);
  script.join('b', 1);
  script.run();
  script.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  script.exit(0, killedExit);
  const status = statusOf(script.job, pace, script.nowMs + 3_000);
  assert.equal(status.phase, 'waiting');
  assert.deepEqual(status.ends, [{ generation: 1, reason: 'node host-of-b is gone: its stream broke', secondsAgo: 3 }]);
  assert.deepEqual(
    status.nodes.map(({ state }) => state),
    ['waits'],
  );
});
