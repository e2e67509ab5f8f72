import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ShardWritten } from '../../../src/rpc/messages.js';
import { anEnd, aReport, aShard } from './a-report.js';
import { killedExit, ScriptedJob } from './scripted-job.js';

/** A job of one node and two ranks that trains, after nine steps. */
function trained(resumeStep = 0): ScriptedJob {
  const script = new ScriptedJob();
  script.join('a');
  script.run(resumeStep);
  for (const rank of [0, 1]) {
    const steps = Array.from({ length: 9 }, (_, i) => resumeStep + i);
    script.deliver({ kind: 'workerReported', ...script.from(rank), report: aReport(rank === 0 ? steps : []) });
  }
  script.orders();
  return script;
}

function tell(script: ScriptedJob, rank: number, step: number, change: Partial<ShardWritten> = {}): void {
  const shard = aShard(script.job.generation, rank, step, change);
  script.deliver({ kind: 'workerWroteShard', ...script.from(rank), shard });
}

const published = (generation: number, step: number) =>
  ({ kind: 'published', generation, step, directory: `/out/checkpoints/${step}` }) as const;
const publish = (generation: number, step: number) => ({
  kind: 'publish',
  generation,
  step,
  head: `head of ${step}`,
  records: ['file of 0', 'file of 1'],
});

test('a checkpoint is published when all ranks have written their files, and what is old is removed when it is there', () => {
  const script = trained();
  tell(script, 1, 8, { seconds: 2, blockedSeconds: 0.5 });
  assert.deepEqual(script.orders(), []);
  script.nowMs += 1500;
  tell(script, 0, 8, { seconds: 0.1 });
  assert.deepEqual(script.orders(), [publish(1, 8)]);
  assert.equal(script.job.lastCheckpointStep, 0);
  script.nowMs += 250;
  script.deliver(published(1, 8));
  const directory = '/out/checkpoints/8';
  const save = { step: 8, directory, seconds: 3.75, blockedSeconds: 0.5, bytes: 4096, snapshot: false };
  assert.deepEqual(script.orders(), [
    { kind: 'recordSave', save },
    { kind: 'prune', generation: 1, step: 8 },
  ]);
  assert.equal(script.job.lastCheckpointStep, 8);
  assert.deepEqual(script.job.saves, []);
});

test('a checkpoint waits for the run log: it is published when all of its steps have been recorded', () => {
  const script = trained();
  for (const rank of [0, 1]) tell(script, rank, 12);
  assert.deepEqual(script.orders(), []);
  script.deliver({ kind: 'workerReported', ...script.from(0), report: aReport([9, 10]) });
  assert.deepEqual(
    script.orders().map(({ kind }) => kind),
    ['recordReport'],
  );
  script.deliver({ kind: 'workerReported', ...script.from(0), report: aReport([11]) });
  assert.deepEqual(
    script.orders().map(({ kind }) => kind),
    ['recordReport', 'publish'],
  );
});

test('a shard record of another generation is of no checkpoint, whoever tells it', () => {
  const script = trained();
  tell(script, 0, 8);
  const stale = script.from(1);
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  // What was written is void with the generation, and so is what its other rank tells until it has ended, and after.
  script.deliver({ kind: 'workerWroteShard', ...stale, shard: aShard(1, 1, 8) });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  script.run();
  script.deliver({ kind: 'workerReported', ...script.from(0), report: aReport([0, 1, 2, 3, 4, 5, 6, 7]) });
  script.orders();
  tell(script, 0, 8);
  script.deliver({ kind: 'workerWroteShard', ...stale, shard: aShard(1, 1, 8) });
  script.deliver({ kind: 'workerWroteShard', ...stale, shard: aShard(2, 1, 8) });
  assert.deepEqual(script.orders(), [], 'by one that has no place any more');
  tell(script, 1, 8, { generation: 1 });
  assert.deepEqual(script.logged('shard-left-out'), [
    { rank: 1, step: 8, reason: 'it is of generation 1, and this is 2' },
  ]);
  tell(script, 1, 8);
  assert.deepEqual(script.orders(), [publish(2, 8)]);
});

test('what a rank tells twice, late, or of something else than the others is left out', () => {
  const script = trained(20);
  for (const [rank, step, change, reason] of [
    [0, 19, {}, 'the training went on from step 20'],
    [0, 25, {}, null],
    [0, 25, { record: 'another' }, 'the rank has told of step 25 before'],
    [0, 24, {}, 'the rank has told of step 25 before'],
    [1, 25, { snapshot: true }, 'other ranks have told of a checkpoint'],
  ] as const) {
    tell(script, rank, step, change);
    assert.deepEqual(script.logged('shard-left-out'), reason === null ? [] : [{ rank, step, reason }]);
  }
  tell(script, 1, 25);
  assert.deepEqual(script.orders(), [publish(1, 25)]);
  script.deliver({ kind: 'workerDone', ...script.from(0), done: anEnd('finished', 26) });
  tell(script, 0, 26);
  assert.deepEqual(script.logged('shard-left-out'), [{ rank: 0, step: 26, reason: 'the rank is done' }]);
});

test('ranks may be a save apart; each is published when it is whole', () => {
  const script = trained();
  tell(script, 0, 4);
  tell(script, 0, 8);
  tell(script, 1, 4);
  assert.deepEqual(script.orders(), [publish(1, 4)]);
  tell(script, 1, 8);
  assert.deepEqual(script.orders(), [publish(1, 8)]);
  script.deliver(published(1, 4));
  script.deliver(published(1, 8));
  assert.deepEqual(script.job.saves, []);
});

test('nothing is removed by a checkpoint that a newer one follows at once', () => {
  const script = trained();
  for (const step of [4, 8]) for (const rank of [0, 1]) tell(script, rank, step);
  script.orders();
  script.deliver(published(1, 4));
  assert.deepEqual(
    script.orders().map(({ kind }) => kind),
    ['recordSave'],
  );
  script.deliver(published(1, 8));
  assert.deepEqual(
    script.orders().map((order) => (order.kind === 'prune' ? order.step : order.kind)),
    ['recordSave', 8],
  );
});

test('a checkpoint that a rank could not write is not published: the job ends by its own word', () => {
  const script = trained();
  tell(script, 0, 8);
  tell(script, 1, 8, { problem: 'no room', record: '' });
  assert.deepEqual(script.orders(), []);
  assert.deepEqual(script.job.saves, []);
});

test('the job ends when its last checkpoint is there, also where ranks are done before', () => {
  const script = trained();
  for (const rank of [0, 1]) {
    tell(script, rank, 9);
    script.deliver({ kind: 'workerDone', ...script.from(rank), done: anEnd('finished', 9) });
    script.exit(rank);
  }
  assert.equal(script.job.phase, 'running');
  script.deliver(published(1, 9));
  assert.equal(script.job.outcome?.reason, 'finished at step 9');
});

test('a rank that ends without its part of a checkpoint is named, and the training begins anew from the one before', () => {
  const script = trained();
  tell(script, 0, 9);
  for (const rank of [0, 1]) script.deliver({ kind: 'workerDone', ...script.from(rank), done: anEnd('finished', 9) });
  for (const rank of [0, 1]) script.exit(rank);
  const [ended] = script.logged('generation-ended');
  assert.match(String(ended?.reason), /^rank 1 has ended without its part of the checkpoint of step 9;/);
  assert.equal(script.job.generation, 2);
});

test('a checkpoint that cannot be made ends the job with its reason', () => {
  const script = trained();
  for (const rank of [0, 1]) tell(script, rank, 8);
  const reason = 'no room on the disk';
  script.deliver({ kind: 'publishFailed', generation: 1, step: 8, code: 'CHECKPOINT_UNWRITABLE', reason });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  const { kind, exitCode, reason: said } = script.job.outcome!;
  assert.deepEqual([kind, exitCode, said], ['failed', 1, reason]);
});

test('what was ordered before its generation ended is told of when it is there, and harms nothing of the next', () => {
  const script = trained();
  for (const rank of [0, 1]) tell(script, rank, 8);
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  assert.equal(script.job.generation, 2);
  script.orders();
  script.deliver(published(1, 8));
  assert.deepEqual(
    script.orders().map((order) => (order.kind === 'prune' ? order : order.kind)),
    ['recordSave', { kind: 'prune', generation: 2, step: 8 }],
  );
  assert.equal(script.job.lastCheckpointStep, 8);
  script.deliver(published(1, 8));
  assert.deepEqual(script.orders(), [], 'told twice');
});
