import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobEvent } from '../../../src/coordinator/job/job-event.js';
import { aReport, aShard } from './a-report.js';
import { killedExit, ScriptedJob } from './scripted-job.js';

/** Node "a" has trained; "b" has come, and a generation with both has begun. */
function withNewcomer(maxRestarts = 0, place = ''): ScriptedJob {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 2, maxRestarts, batchSizePerGpu: 8 });
  script.join('a', 1);
  script.pass(600);
  script.run();
  script.deliver({ kind: 'workerReported', ...script.from(0), report: aReport([0, 1, 2]) });
  script.join('b', 1, { place });
  script.deliver({ kind: 'workerWroteShard', ...script.from(0), shard: aShard(1, 0, 3) });
  script.deliver({ kind: 'published', generation: 1, step: 3, directory: '/out/checkpoints/3' });
  script.exit(0, killedExit);
  assert.equal(script.job.ranks.length, 2);
  script.comeUp(3);
  script.orders();
  return script;
}

const failed = (fatal: boolean): Omit<Extract<JobEvent, { kind: 'workerFailed' }>, 'workerId'> => ({
  kind: 'workerFailed',
  code: 'ANY',
  message: 'its disk is read-only',
  fatal,
  exitCode: 1,
});

test('a newcomer whose worker fails before its first step is sent away, and the others go on', () => {
  for (const fatal of [false, true]) {
    const script = withNewcomer();
    script.deliver({ ...failed(fatal), ...script.from(1) });
    for (const rank of [0, 1]) script.exit(rank, killedExit);
    const refusal = script.orders().find(({ kind }) => kind === 'refuse');
    assert.deepEqual(refusal, {
      kind: 'refuse',
      nodeId: 'b',
      reason: 'its workers fail before their first step: rank 1 failed: its disk is read-only',
    });
    script.pass(600);
    script.run(3);
    assert.deepEqual(
      script.job.ranks.map(({ nodeId }) => nodeId),
      ['a'],
    );
    assert.equal(script.job.restartsWithoutProgress, 0);
  }
});

test('where a node that has trained fails, or the newcomer after its first step, the job is judged as ever', () => {
  const script = withNewcomer();
  script.deliver({ ...failed(false), ...script.from(0) });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  assert.equal(script.job.outcome?.kind, 'failed');

  const later = withNewcomer();
  for (const { rank } of later.job.ranks)
    later.deliver({ kind: 'workerRunning', ...later.from(rank), startStep: 3, totalSteps: 100, summary: '' });
  later.deliver({ kind: 'workerReported', ...later.from(0), report: aReport([3]) });
  later.deliver({ ...failed(true), ...later.from(1) });
  for (const rank of [0, 1]) later.exit(rank, killedExit);
  assert.equal(later.job.outcome?.reason, 'rank 1 failed: its disk is read-only');
});

test('a newcomer that the job cannot do without is kept', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2, maxRestarts: 0 });
  script.join('a', 1);
  script.join('b', 1);
  script.comeUp();
  script.deliver({ ...failed(false), ...script.from(1) });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  assert.equal(script.job.outcome?.kind, 'failed');
});

test('an engine is told not to bring a newcomer again that was sent away', () => {
  const script = withNewcomer(0, 'there');
  script.deliver({ ...failed(false), ...script.from(1) });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  const told = script.orders().find(({ kind }) => kind === 'giveUpPlace');
  assert.match(JSON.stringify(told), /"place":"there","reason":"its workers fail before their first step: /);
});
