import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Snapshot } from '../../../src/rpc/messages.js';
import { aReport, aShard } from './a-report.js';
import { killedExit, ScriptedJob } from './scripted-job.js';

/** Two machines of a rank each, or as many nodes as are named. */
function twoMachines(snapshots: Snapshot[][] = [[], []], bootIds = ['one', 'other']): ScriptedJob {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2, takesSnapshots: true });
  for (const [i, bootId] of bootIds.entries())
    script.join('ab'[i]!, 1, { bootId, snapshots: snapshots[i]!, checkpointSteps: [10, 20] });
  return script;
}

function aSnapshot(step: number, ranks: number[], change: Partial<Snapshot> = {}): Snapshot {
  const directory = `/memory/${step}`;
  const of = { identity: 'x', globalBatch: 8, computeType: 'float32', worldSize: 2, ownFileIsEnough: true };
  return { step, directory, ranks, ...of, ...change };
}

/** What the generation goes on from, when `step` is the newest checkpoint on the disk. */
function resumed(script: ScriptedJob, step: number | null): string | undefined {
  const checkpoint =
    step === null
      ? null
      : { step, directory: `/out/checkpoints/${step}`, globalBatch: 8, computeType: 'float32' as const };
  script.deliver({ kind: 'checkpointFound', generation: script.job.generation, checkpoint });
  return script.job.resume?.directory;
}

for (const [what, ofA, ofB, expected] of [
  ['each node has the file of its rank', [0], [1], '/memory/30'],
  ['one node has nothing of it', [0], null, '/out/checkpoints/20'],
  ['a node has the file of the other rank alone', [1], [0], '/out/checkpoints/20'],
  ['each node has all files', [0, 1], [0, 1], '/memory/30'],
] as const)
  test(`where ${what}, the run goes on from ${expected}`, () => {
    const of = (ranks: readonly number[] | null) => (ranks === null ? [] : [aSnapshot(30, [...ranks])]);
    assert.equal(resumed(twoMachines([of(ofA), of(ofB)]), 20), expected);
  });

for (const [what, change] of [
  ['ranks read files of others, too,', { ownFileIsEnough: false }],
  ['it is of another number of ranks,', { worldSize: 3 }],
] as const)
  test(`where ${what} a snapshot is gone on from only by nodes that have all of it`, () => {
    const parts = [[aSnapshot(30, [0], change)], [aSnapshot(30, [1], change)]];
    assert.equal(resumed(twoMachines(parts), 20), '/out/checkpoints/20');
    const all = aSnapshot(30, change.worldSize === 3 ? [0, 1, 2] : [0, 1], change);
    assert.equal(resumed(twoMachines([[all], [all]]), 20), '/memory/30');
  });

test('parts of two snapshots of one step are none', () => {
  const parts = [[aSnapshot(30, [0])], [aSnapshot(30, [1], { identity: 'y' })]];
  assert.equal(resumed(twoMachines(parts), 20), '/out/checkpoints/20');
});

test('the newest is taken that all can read; a checkpoint on the disk is, where it is as new', () => {
  const ofA = [aSnapshot(50, [0]), aSnapshot(30, [0]), aSnapshot(40, [0])];
  const ofB = [aSnapshot(40, [1]), aSnapshot(30, [1])];
  assert.equal(resumed(twoMachines([ofA, ofB]), 20), '/memory/40');
  assert.equal(resumed(twoMachines([ofA, ofB]), 40), '/out/checkpoints/40');
  assert.equal(resumed(twoMachines([ofA, ofB]), null), '/memory/40');
});

test('an inventory that lies leads to the one before: what a rank cannot read is passed over', () => {
  const script = twoMachines([
    [aSnapshot(40, [0]), aSnapshot(30, [0])],
    [aSnapshot(40, [1]), aSnapshot(30, [1])],
  ]);
  for (const [code, next] of [
    ['CHECKPOINT_TORN', '/memory/30'],
    ['CHECKPOINT_MISSING', '/out/checkpoints/20'],
  ] as const) {
    resumed(script, 20);
    for (const workerId of script.spawn()) script.deliver({ kind: 'workerStarted', workerId });
    const failed = { kind: 'workerFailed', code, message: 'rank-00001 is gone', fatal: false, exitCode: 1 } as const;
    script.deliver({ ...failed, ...script.from(1) });
    for (const rank of [0, 1]) script.exit(rank, killedExit);
    assert.equal(script.job.outcome, null);
    assert.equal(script.job.restartsWithoutProgress, 0, 'it costs no restart');
    assert.equal(resumed(script, 20), next);
  }
});

test('checkpoints that cannot be read do not keep a run from its snapshot', () => {
  const script = twoMachines([[aSnapshot(30, [0])], [aSnapshot(30, [1])]]);
  script.deliver({ kind: 'checkpointUnreadable', generation: 1, reason: 'no checkpoint in /out/checkpoints is whole' });
  assert.equal(script.job.resume?.directory, '/memory/30');
});

test('a checkpoint that a node does not see, though it sees newer ones, is passed over with a word', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  script.join('a', 1, { checkpointSteps: [30, 20, 10] });
  script.join('b', 1, { checkpointSteps: [40, 10] });
  script.orders();
  resumed(script, 30);
  const directory = '/out/checkpoints/30';
  const [skipped] = script.logged('checkpoint-skipped');
  assert.deepEqual(skipped, { step: 30, reason: `host-of-b does not see ${directory}, though it sees newer ones` });
  assert.deepEqual(script.job.damaged, [directory]);
  assert.equal(resumed(script, 10), '/out/checkpoints/10');
  // One that was made after a node has looked is seen by its ranks.
  const later = twoMachines();
  assert.equal(resumed(later, 30), directory);
});

/** A job that trains, and has done nine steps. */
function trained(script: ScriptedJob): ScriptedJob {
  script.run();
  script.deliver({ kind: 'workerReported', ...script.from(0), report: aReport([0, 1, 2, 3, 4, 5, 6, 7, 8]) });
  script.orders();
  return script;
}

function tellSnapshot(script: ScriptedJob, step: number, problems = ['', '']): void {
  for (const rank of [0, 1]) {
    const shard = aShard(script.job.generation, rank, step, { snapshot: true, problem: problems[rank]! });
    script.deliver({ kind: 'workerWroteShard', ...script.from(rank), shard });
  }
}

test('a snapshot is made on each machine, of the files of its ranks, and is there when all have told', () => {
  const script = trained(twoMachines());
  tellSnapshot(script, 7);
  const told = { generation: 1, step: 7, head: 'head of 7', records: ['file of 0', 'file of 1'] };
  assert.deepEqual(script.orders(), [
    { kind: 'publishSnapshot', nodeId: 'a', ranks: [0], ...told },
    { kind: 'publishSnapshot', nodeId: 'b', ranks: [1], ...told },
  ]);
  const done = { kind: 'snapshotPublished', generation: 1, step: 7, problem: '' } as const;
  script.deliver({ ...done, nodeId: 'a', snapshots: [aSnapshot(7, [0])] });
  assert.deepEqual(script.orders(), []);
  script.deliver({ ...done, nodeId: 'b', snapshots: [aSnapshot(7, [1])] });
  const save = { step: 7, directory: '/memory/7', seconds: 1, blockedSeconds: 0.01, bytes: 4096, snapshot: true };
  assert.deepEqual(script.orders(), [{ kind: 'recordSave', save }]);
  assert.equal(script.job.lastCheckpointStep, 0, 'it is no checkpoint that the job could tell of at its end');
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  assert.equal(resumed(script, null), '/memory/7');
});

test('nodes of one machine share its memory: one of them makes the snapshot for both', () => {
  const script = trained(twoMachines([[], []], ['same', 'same']));
  tellSnapshot(script, 7);
  assert.deepEqual(
    script.orders().map((order) => order.kind === 'publishSnapshot' && [order.nodeId, order.ranks]),
    [['a', [0, 1]]],
  );
  const snapshots = [aSnapshot(7, [0, 1])];
  script.deliver({ kind: 'snapshotPublished', nodeId: 'a', generation: 1, step: 7, problem: '', snapshots });
  assert.deepEqual(
    script.job.nodes.map((node) => node.snapshots),
    [snapshots, snapshots],
  );
});

test('a snapshot that a rank could not write is removed from all machines, and one that cannot be made is spoken of', () => {
  const script = trained(twoMachines());
  tellSnapshot(script, 4, ['', 'no room']);
  const clear = { kind: 'clearSnapshots', generation: 1, failedStep: 4 };
  assert.deepEqual(
    script.orders(),
    ['a', 'b'].map((nodeId) => ({ ...clear, nodeId })),
  );
  tellSnapshot(script, 6);
  script.orders();
  const failed = { kind: 'snapshotPublished', generation: 1, step: 6, problem: 'ENOSPC' } as const;
  script.deliver({ ...failed, nodeId: 'b', snapshots: [] });
  assert.deepEqual(script.logged('snapshot-failed'), [{ node: 'host-of-b', step: 6, reason: 'ENOSPC' }]);
  script.deliver({ ...failed, problem: '', nodeId: 'a', snapshots: [aSnapshot(6, [0])] });
  assert.deepEqual(script.orders(), []);
  assert.deepEqual(script.job.saves, []);
});

test('when a generation begins, machines are told to clear what the one before has begun', () => {
  const script = twoMachines();
  assert.deepEqual(
    script.orders().flatMap((order) => (order.kind === 'clearSnapshots' ? [order] : [])),
    ['a', 'b'].map((nodeId) => ({ kind: 'clearSnapshots', nodeId, generation: 1, failedStep: 0 })),
  );
});

test('what a node tells that is gone is of no use', () => {
  const script = trained(twoMachines());
  tellSnapshot(script, 7);
  script.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  const snapshots = [aSnapshot(7, [1])];
  script.deliver({ kind: 'snapshotPublished', nodeId: 'b', generation: 1, step: 7, problem: '', snapshots });
  assert.deepEqual(
    script.job.nodes.map(({ id, snapshots }) => [id, snapshots]),
    [['a', []]],
  );
});
