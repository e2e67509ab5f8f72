import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cpuWithBf16 } from './a-node.js';
import { killedExit, ScriptedJob } from './scripted-job.js';

test('the compute type is decided with the checkpoint, for all ranks, and workers are told', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2, computeDtype: 'auto' });
  script.join('a', 1, { devices: cpuWithBf16() });
  script.join('b', 1, { devices: cpuWithBf16() });
  script.orders();
  script.comeUp();
  const told = script.orders().flatMap((order) => (order.kind === 'start' ? [order.computeType] : []));
  assert.deepEqual(told, ['bfloat16', 'bfloat16']);
  assert.equal(script.job.computeType, 'bfloat16');
});

test('nodes with CPUs of different kinds compute in what all can, where that is left to them', () => {
  for (const kinds of [
    [true, false],
    [false, true],
  ]) {
    const script = new ScriptedJob({ minNodes: 2, maxNodes: 2, computeDtype: 'auto' });
    for (const [i, hasBf16] of kinds.entries()) script.join(`node${i}`, 1, hasBf16 ? { devices: cpuWithBf16() } : {});
    script.orders();
    script.comeUp();
    const told = script.orders().flatMap((order) => (order.kind === 'start' ? [order.computeType] : []));
    assert.deepEqual(told, ['float32', 'float32']);
  }
});

test('a compute type that some ranks lack ends the job before one of them starts, and names them', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2, computeDtype: 'bf16' });
  script.join('a', 1, { devices: cpuWithBf16() });
  script.join('b', 2);
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  const { exitCode, reason } = script.job.outcome!;
  assert.equal(exitCode, 2);
  assert.match(
    reason,
    /^compute_precision\.compute_dtype is "bf16", but not all ranks compute in bfloat16: ranks 1, 2 of host-of-b \(A CPU: float32\)/,
  );
  assert.ok(script.orders().every(({ kind }) => kind !== 'spawn'));
});

test('a run that goes on in another compute type than its checkpoint says so', () => {
  for (const [computeDtype, before, type, lines] of [
    ['fp32', 'bfloat16', 'float32', ['matrix products go on in float32, as asked; they were in bfloat16']],
    [null, 'bfloat16', 'bfloat16', []],
  ] as const) {
    const script = new ScriptedJob({ computeDtype });
    script.join('a', 2, { devices: cpuWithBf16() });
    const checkpoint = { step: 7, directory: '/out/checkpoints/7', globalBatch: 8, computeType: before, held: null };
    script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint });
    assert.equal(script.job.computeType, type);
    assert.deepEqual(
      script.logged('compute-type').map(({ reason }) => reason),
      lines,
    );
  }
});

test('where to resume from, answered to a generation that is over, starts nothing', () => {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  for (const id of ['a', 'b', 'c']) script.join(id, 1);
  script.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  assert.equal(script.job.generation, 2);
  script.orders();
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  assert.deepEqual(script.orders(), []);
  script.deliver({ kind: 'checkpointFound', generation: 2, checkpoint: null });
  script.deliver({ kind: 'checkpointFound', generation: 2, checkpoint: null });
  assert.deepEqual(
    script.orders().map(({ kind }) => kind),
    ['keepGlobalBatch', 'spawn', 'spawn'],
  );
});

test('a checkpoint that a rank finds damaged is passed over by the next generation, and costs none of the restarts', () => {
  const script = new ScriptedJob({ maxRestarts: 0 });
  script.join('a');
  for (const step of [30, 20]) {
    script.comeUp(step);
    script.orders();
    const message = 'block 3 has another checksum';
    script.deliver({
      kind: 'workerFailed',
      ...script.from(1),
      code: 'CHECKPOINT_TORN',
      message,
      fatal: false,
      exitCode: 1,
    });
    script.deliver({
      kind: 'workerFailed',
      ...script.from(0),
      code: 'COMM_FAILED',
      message: 'lost rank 1',
      fatal: false,
      exitCode: 1,
    });
    for (const rank of [0, 1]) script.exit(rank, killedExit);
  }
  assert.deepEqual(script.orders().at(-1), {
    kind: 'findCheckpoint',
    generation: 3,
    damaged: ['/out/checkpoints/30', '/out/checkpoints/20'],
  });
  script.run(10);
  assert.equal(script.job.phase, 'running');
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  assert.equal(script.job.outcome?.reason, 'rank 0 broke its stream; 0 restarts brought no progress');
});

test('checkpoints that cannot be read end the job', () => {
  const script = new ScriptedJob();
  script.join('a');
  script.deliver({ kind: 'checkpointUnreadable', generation: 1, reason: 'the manifest is of version 9' });
  assert.equal(script.job.outcome?.reason, 'the manifest is of version 9');
  assert.equal(script.job.outcome?.exitCode, 1);
});
