import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobOptions } from '../../../src/coordinator/job/job.js';
import type { Part } from '../../../src/rpc/messages.js';
import { aReport, aShard } from './a-report.js';
import { killedExit, ScriptedJob } from './scripted-job.js';

/** Two machines of a rank each, or as many nodes as are named. */
function twoMachines(
  parts: Part[][] = [[], []],
  folderIds = ['one', 'other'],
  options: Partial<JobOptions> = {},
): ScriptedJob {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2, takesSnapshots: true, ...options });
  for (const [i, id] of folderIds.entries()) {
    const peerAddress = `10.0.0.${1 + i}:7400`;
    const folders = { memoryId: id, diskId: id, peerAddress };
    script.join('ab'[i]!, 1, { ...folders, parts: parts[i]!, checkpointSteps: [10, 20] });
  }
  return script;
}

function aSnapshot(step: number, ranks: number[], change: Partial<Part> = {}): Part {
  const directory = `/memory/${step}`;
  const of = {
    identity: 'x',
    globalBatch: 8,
    computeType: 'float32',
    worldSize: 2,
    ownFileIsEnough: true,
    onDisk: false,
  };
  return { step, directory, ranks, ...of, ...change };
}

/** What the generation goes on from, when `step` is the newest checkpoint on the disk. */
function resumed(script: ScriptedJob, step: number | null): string | undefined {
  const checkpoint =
    step === null
      ? null
      : { step, directory: `/out/checkpoints/${step}`, globalBatch: 8, computeType: 'float32' as const, held: null };
  script.deliver({ kind: 'checkpointFound', generation: script.job.generation, checkpoint });
  return script.job.resume?.directory;
}

for (const [what, ofA, ofB, expected] of [
  ['each node has the file of its rank', [0], [1], '/memory/30'],
  ['one node has nothing of it', [0], null, '/out/checkpoints/20'],
  ['each node has the file of the other rank alone', [1], [0], '/memory/30'],
  ['one node has all files and the other none', [0, 1], null, '/memory/30'],
  ['each node has all files', [0, 1], [0, 1], '/memory/30'],
] as const)
  test(`where ${what}, the run goes on from ${expected}`, () => {
    const of = (ranks: readonly number[] | null) => (ranks === null ? [] : [aSnapshot(30, [...ranks])]);
    assert.equal(resumed(twoMachines([of(ofA), of(ofB)]), 20), expected);
  });

test('a snapshot of another number of ranks is gone on from where all of its files are somewhere', () => {
  const parts = [[aSnapshot(30, [0], { worldSize: 3 })], [aSnapshot(30, [1], { worldSize: 3 })]];
  assert.equal(resumed(twoMachines(parts), 20), '/out/checkpoints/20');
  parts[1]!.push(aSnapshot(30, [1, 2], { worldSize: 3 }));
  assert.equal(resumed(twoMachines(parts), 20), '/memory/30');
});

const bringsIn = (script: ScriptedJob) => script.orders().flatMap((order) => (order.kind === 'bring' ? [order] : []));

test('what ranks do not find on their node is brought there first, from those that have it', () => {
  const script = twoMachines([[aSnapshot(30, [0, 1])], []]);
  script.orders();
  resumed(script, 20);
  const holders = [{ address: '10.0.0.1:7400', ranks: [0, 1] }];
  const of = { onDisk: false, identity: 'x', store: '' };
  assert.deepEqual(bringsIn(script), [
    {
      kind: 'bring',
      nodeId: 'b',
      generation: 1,
      step: 30,
      ...of,
      worldSize: 2,
      ranks: [1],
      nodeRanks: [1, 1],
      holders,
    },
  ]);
  for (const workerId of script.spawn()) script.deliver({ kind: 'workerStarted', workerId });
  const started = () =>
    script.orders().flatMap((order) => (order.kind === 'start' ? [[order.rank, order.resumeFrom]] : []));
  assert.deepEqual(started(), [[0, '/memory/30']], 'a rank begins before the other');
  // However long it takes: who fetches gives up by itself.
  script.pass(20_000);
  assert.equal(script.job.phase, 'rendezvous');
  const come = { kind: 'brought', nodeId: 'b', problem: '', directory: '/memory/.start/30', bytes: 4096 } as const;
  script.deliver({ ...come, generation: 0 });
  assert.deepEqual(started(), []);
  script.deliver({ ...come, generation: 1 });
  assert.deepEqual(started(), [[1, '/memory/.start/30']]);
});

test('while a node fetches what it lacks that is what a job waits for', () => {
  const script = twoMachines([[aSnapshot(30, [0, 1])], []]);
  resumed(script, 20);
  script.orders();
  script.pass(11_000);
  assert.equal(script.logged('waiting')[0]?.for, 'host-of-b to fetch what they lack of the save of step 30');
});

test('a snapshot that cannot be fetched is given up, without a restart, and a checkpoint on nodes is tried again', () => {
  const failed = {
    kind: 'brought',
    nodeId: 'b',
    generation: 1,
    problem: 'no node has it',
    directory: '',
    bytes: 0,
  } as const;
  const failing = (script: ScriptedJob) => {
    const workers = script.spawn();
    script.deliver(failed);
    for (const [i, workerId] of workers.entries())
      script.deliver({ kind: 'workerExited', nodeId: 'ab'[i]!, workerId, exit: killedExit });
    return script.job;
  };
  const inMemory = twoMachines([[aSnapshot(30, [0, 1])], []]);
  resumed(inMemory, 20);
  const { ends, damaged, restartsWithoutProgress } = failing(inMemory);
  assert.equal(ends[0]?.reason, 'host-of-b cannot fetch what it lacks of the save of step 30: no node has it');
  assert.deepEqual([damaged, restartsWithoutProgress], [['/memory/30'], 0]);

  const parts = [[aSnapshot(30, [0, 1], { onDisk: true })], []];
  const onDisk = twoMachines(parts, ['one', 'other'], { checkpointStore: 'nodes', checkpointDir: '/out' });
  resumed(onDisk, 30);
  const again = failing(onDisk);
  assert.deepEqual([again.damaged, again.restartsWithoutProgress], [[], 1]);
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
    { kind: 'publishPart', nodeId: 'a', ranks: [0], ...told, onDisk: false },
    { kind: 'publishPart', nodeId: 'b', ranks: [1], ...told, onDisk: false },
  ]);
  const done = { kind: 'partPublished', generation: 1, step: 7, onDisk: false, problem: '' } as const;
  script.deliver({ ...done, nodeId: 'a', parts: [aSnapshot(7, [0])] });
  assert.deepEqual(script.orders(), []);
  script.deliver({ ...done, nodeId: 'b', parts: [aSnapshot(7, [1])] });
  const save = { step: 7, directory: '/memory/7', seconds: 1, blockedSeconds: 0.01, bytes: 4096, snapshot: true };
  const copy = { kind: 'copyPart', generation: 1, step: 7, onDisk: false, identity: 'x' };
  const from = (i: number) => ({ ranks: [i], holders: [{ address: `10.0.0.${1 + i}:7400`, ranks: [i] }] });
  assert.deepEqual(script.orders(), [
    { kind: 'recordSave', save },
    { ...copy, nodeId: 'b', ...from(0) },
    { ...copy, nodeId: 'a', ...from(1) },
  ]);
  assert.equal(script.job.lastCheckpointStep, 0, 'it is no checkpoint that the job could tell of at its end');
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  assert.equal(resumed(script, null), '/memory/7');
});

test('nodes that see one folder share it: one of them makes the snapshot for both, and there is nobody to copy it to', () => {
  const script = trained(twoMachines([[], []], ['same', 'same']));
  tellSnapshot(script, 7);
  assert.deepEqual(
    script.orders().map((order) => order.kind === 'publishPart' && [order.nodeId, order.ranks]),
    [['a', [0, 1]]],
  );
  const parts = [aSnapshot(7, [0, 1])];
  script.deliver({ kind: 'partPublished', nodeId: 'a', generation: 1, step: 7, onDisk: false, problem: '', parts });
  assert.deepEqual(
    script.orders().map(({ kind }) => kind),
    ['recordSave'],
  );
  assert.deepEqual(
    script.job.nodes.map((node) => node.parts),
    [parts, parts],
  );
});

test('a snapshot that a rank could not write is removed from all machines, and one that cannot be made is spoken of', () => {
  const script = trained(twoMachines());
  tellSnapshot(script, 4, ['', 'no room']);
  const clear = { kind: 'clearParts', generation: 1, failedStep: 4 };
  assert.deepEqual(
    script.orders(),
    ['a', 'b'].map((nodeId) => ({ ...clear, nodeId })),
  );
  tellSnapshot(script, 6);
  script.orders();
  const failed = { kind: 'partPublished', generation: 1, step: 6, onDisk: false, problem: 'ENOSPC' } as const;
  script.deliver({ ...failed, nodeId: 'b', parts: [] });
  assert.deepEqual(script.logged('snapshot-failed'), [{ node: 'host-of-b', step: 6, reason: 'ENOSPC' }]);
  script.deliver({ ...failed, problem: '', nodeId: 'a', parts: [aSnapshot(6, [0])] });
  assert.deepEqual(script.orders(), []);
  assert.deepEqual(script.job.saves, []);
});

test('when a generation begins, machines are told to clear what the one before has begun', () => {
  const script = twoMachines();
  assert.deepEqual(
    script.orders().flatMap((order) => (order.kind === 'clearParts' ? [order] : [])),
    ['a', 'b'].map((nodeId) => ({ kind: 'clearParts', nodeId, generation: 1, failedStep: 0 })),
  );
});

test('what a node tells that is gone is of no use', () => {
  const script = trained(twoMachines());
  tellSnapshot(script, 7);
  script.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  const parts = [aSnapshot(7, [1])];
  script.deliver({ kind: 'partPublished', nodeId: 'b', generation: 1, step: 7, onDisk: false, problem: '', parts });
  assert.deepEqual(
    script.job.nodes.map(({ id, parts }) => [id, parts]),
    [['a', []]],
  );
});

test('a node that is lost takes no snapshot with it: the one after it has its files, and gives them to who comes in its place', () => {
  const script = trained(twoMachines());
  tellSnapshot(script, 7);
  const done = { generation: 1, step: 7, onDisk: false, problem: '' } as const;
  script.deliver({ kind: 'partPublished', ...done, nodeId: 'a', parts: [aSnapshot(7, [0])] });
  script.deliver({ kind: 'partPublished', ...done, nodeId: 'b', parts: [aSnapshot(7, [1])] });
  script.deliver({ kind: 'partCopied', ...done, nodeId: 'b', parts: [aSnapshot(7, [0, 1])] });
  script.deliver({ kind: 'nodeLost', nodeId: 'a', reason: 'its stream broke' });
  script.exit(1, killedExit);
  script.join('c', 1, { memoryId: 'third', peerAddress: '10.0.0.3:7400' });
  script.orders();
  assert.equal(resumed(script, null), '/memory/7');
  const [brought] = bringsIn(script);
  assert.deepEqual([brought?.nodeId, brought?.holders], ['c', [{ address: '10.0.0.2:7400', ranks: [0, 1] }]]);
});

test('a copy that fails is spoken of once, and not where a newer snapshot has taken its place', () => {
  const script = trained(twoMachines());
  const failed = { kind: 'partCopied', generation: 1, step: 7, onDisk: false, problem: 'ENOSPC', nodeId: 'b' } as const;
  script.deliver({ ...failed, parts: [aSnapshot(9, [1])] });
  assert.deepEqual(script.logged('snapshot-not-copied'), []);
  script.deliver({ ...failed, parts: [aSnapshot(7, [1])] });
  assert.deepEqual(script.logged('snapshot-not-copied'), [{ node: 'host-of-b', step: 7, reason: 'ENOSPC' }]);
});

const onNodes = { checkpointStore: 'nodes', checkpointDir: '/out', takesSnapshots: false };
const aPart = (step: number, ranks: number[]) => aSnapshot(step, ranks, { onDisk: true, directory: `/out/${step}` });

test('a checkpoint on nodes is one when each has made its part and the copy of another, and only then are older ones removed', () => {
  const script = trained(twoMachines([[], []], ['one', 'other'], onNodes));
  for (const rank of [0, 1])
    script.deliver({ kind: 'workerWroteShard', ...script.from(rank), shard: aShard(1, rank, 7) });
  const kinds = () =>
    script.orders().map((order) => ('nodeId' in order ? `${order.kind} ${order.nodeId}` : order.kind));
  assert.deepEqual(kinds(), ['publishPart a', 'publishPart b']);
  const done = { generation: 1, step: 7, onDisk: true, problem: '' } as const;
  script.deliver({ kind: 'partPublished', ...done, nodeId: 'a', parts: [aPart(7, [0])] });
  assert.deepEqual(kinds(), []);
  script.deliver({ kind: 'partPublished', ...done, nodeId: 'b', parts: [aPart(7, [1])] });
  assert.deepEqual(kinds(), ['copyPart b', 'copyPart a']);
  script.deliver({ kind: 'partCopied', ...done, nodeId: 'b', parts: [aPart(7, [0, 1])] });
  assert.deepEqual(kinds(), []);
  script.deliver({ kind: 'partCopied', ...done, nodeId: 'a', parts: [aPart(7, [0, 1])] });
  assert.deepEqual(kinds(), ['publish']);
  script.deliver({ kind: 'published', generation: 1, step: 7, directory: '/out/checkpoints/7' });
  assert.deepEqual(kinds(), ['recordSave', 'prune']);
  script.deliver({ kind: 'pruned', generation: 1, keptSteps: [5, 7] });
  assert.deepEqual(
    script.orders().map((order) => order.kind === 'pruneParts' && [order.nodeId, order.keptSteps]),
    [
      ['a', [5, 7]],
      ['b', [5, 7]],
    ],
  );
});

test('where a part of a checkpoint cannot be made the job ends, by the name of the node; where a copy cannot it begins anew', () => {
  for (const stage of ['partPublished', 'partCopied'] as const) {
    const script = trained(twoMachines([[], []], ['one', 'other'], onNodes));
    for (const rank of [0, 1])
      script.deliver({ kind: 'workerWroteShard', ...script.from(rank), shard: aShard(1, rank, 7) });
    const done = { generation: 1, step: 7, onDisk: true, problem: '' } as const;
    if (stage === 'partCopied')
      for (const [rank, nodeId] of ['a', 'b'].entries())
        script.deliver({ kind: 'partPublished', ...done, nodeId, parts: [aPart(7, [rank])] });
    script.deliver({ kind: stage, ...done, problem: 'no room on the disk', nodeId: 'b', parts: [] });
    for (const rank of [0, 1]) script.exit(rank, killedExit);
    assert.equal(script.job.ends[0]?.reason, 'host-of-b: no room on the disk');
    assert.equal(script.job.outcome?.exitCode, stage === 'partPublished' ? 1 : undefined);
  }
});

const known = (step: number) => ({
  step,
  directory: `/out/checkpoints/${step}`,
  globalBatch: 8,
  computeType: 'float32' as const,
  held: { onDisk: true, identity: 'x', store: '' },
});

test('where no node has some files of the last checkpoint the job waits for one that has, and begins nothing anew', () => {
  const script = twoMachines([[aPart(30, [0])], []], ['one', 'other'], { ...onNodes, joinTimeoutMs: 30_000 });
  script.orders();
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: known(30) });
  assert.equal(script.job.phase, 'waiting');
  assert.deepEqual(script.logged('checkpoint-incomplete'), [
    {
      step: 30,
      reason: 'no node that is here has the files of ranks 1 of step 30; the job waits for those that have them',
    },
  ]);
  script.pass(11_000);
  assert.equal(script.logged('waiting')[0]?.for, 'nodes that have the files of the checkpoint of step 30');
  script.join('c', 1, { diskId: 'third', parts: [aPart(30, [1])] });
  assert.equal(script.job.phase, 'rendezvous');
  script.deliver({ kind: 'checkpointFound', generation: 2, checkpoint: known(30) });
  assert.equal(script.job.resume?.step, 30);
});

test('where an older one is whole it is gone on from, with a word', () => {
  const script = twoMachines([[aPart(30, [0]), aPart(20, [0, 1])], []], ['one', 'other'], onNodes);
  script.orders();
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: known(30) });
  assert.equal(script.job.resume?.step, 20);
  assert.deepEqual(script.logged('checkpoint-skipped'), [
    { step: 30, reason: 'some files of step 30 are on no node that is here' },
  ]);
});

test('a checkpoint on nodes that a rank finds damaged is passed over, and ends the job where there is no older one', () => {
  const afterDamage = (older: Part[]) => {
    const script = twoMachines([[aPart(30, [0]), ...older], [aPart(30, [1])]], ['one', 'other'], onNodes);
    script.orders();
    script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: known(30) });
    for (const workerId of script.spawn()) script.deliver({ kind: 'workerStarted', workerId });
    const failed = { code: 'CHECKPOINT_TORN', message: 'rank-00001 is torn', fatal: false, exitCode: 1 } as const;
    script.deliver({ kind: 'workerFailed', ...failed, ...script.from(1) });
    for (const rank of [0, 1]) script.exit(rank, killedExit);
    script.deliver({ kind: 'checkpointFound', generation: 2, checkpoint: known(30) });
    return script;
  };
  const withOlder = afterDamage([aPart(20, [0, 1])]);
  assert.equal(withOlder.job.resume?.step, 20);
  assert.deepEqual(withOlder.logged('checkpoint-skipped'), [{ step: 30, reason: 'some files of step 30 are damaged' }]);
  const { outcome } = afterDamage([]).job;
  assert.equal(outcome?.exitCode, 1, 'nobody who comes could help');
  assert.equal(
    outcome?.reason,
    'files of step 30 are damaged, and nodes have no older checkpoint. ' +
      'Restore them, or choose another output directory with --output-dir to begin anew',
  );
});

test('a node that is drained stays until others have what it has of the last checkpoint', () => {
  const parts = [[aPart(30, [0])], [aPart(30, [0, 1])]];
  const script = twoMachines(parts, ['one', 'other'], { ...onNodes, minNodes: 1 });
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: known(30) });
  trained(script);
  script.deliver({ kind: 'drainRequested', nodeId: 'b' });
  script.deliver({ kind: 'nodeLost', nodeId: 'a', reason: 'its stream broke' });
  script.exit(1, killedExit);
  const released = () => script.orders().some(({ kind }) => kind === 'release');
  assert.equal(released(), false, 'it alone has the files');
  script.join('c', 1, { diskId: 'third', parts: [aPart(30, [1])] });
  assert.equal(released(), false);
  script.join('d', 1, { diskId: 'fourth', parts: [aPart(30, [0])] });
  assert.equal(released(), true);
});
