import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killedExit, ScriptedJob } from './scripted-job.js';

test('the global batch is decided by the workers that begin, kept, and stays when a node is lost before the first save', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 2, batchSizePerGpu: 4 });
  script.join('a', 1);
  script.join('b', 2);
  assert.equal(script.job.globalBatch, null);
  const batches: number[] = [];
  const noteStarts = () => {
    for (const order of script.orders()) if (order.kind === 'start') batches.push(order.globalBatch);
  };
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  assert.deepEqual(
    script.orders().find(({ kind }) => kind === 'keepGlobalBatch'),
    { kind: 'keepGlobalBatch', globalBatch: { images: 12, batchSizePerGpu: 4 } },
  );
  for (const workerId of script.spawn()) script.deliver({ kind: 'workerStarted', workerId });
  noteStarts();
  script.deliver({ kind: 'nodeLost', nodeId: 'b', reason: 'its stream broke' });
  script.exit(0, killedExit);
  script.pass(500);
  assert.equal(script.job.generation, 2);
  script.comeUp();
  noteStarts();
  assert.deepEqual(batches, [12, 12, 12, 12]);
  assert.equal(script.job.globalBatch, 12);
});

for (const [what, earlier, checkpoint, images, origin] of [
  ['nothing else', null, null, 8, 'train.batch_size_per_gpu 4 x 2 workers'],
  ['a checkpoint', null, 40, 20, 'the checkpoint of step 40'],
  [
    'a checkpoint, whatever an earlier launch decided',
    { images: 12, batchSizePerGpu: 4 },
    40,
    20,
    'the checkpoint of step 40',
  ],
  [
    'an earlier launch without a checkpoint',
    { images: 12, batchSizePerGpu: 4 },
    null,
    12,
    'an earlier launch of this run (run.json), not train.batch_size_per_gpu 4 x 2 workers; to decide it anew remove that file',
  ],
  [
    'an earlier launch with as many workers',
    { images: 8, batchSizePerGpu: 4 },
    null,
    8,
    'an earlier launch of this run (run.json)',
  ],
  [
    'nothing else, where train.batch_size_per_gpu has been changed',
    { images: 12, batchSizePerGpu: 6 },
    null,
    8,
    'train.batch_size_per_gpu 4 x 2 workers; an earlier launch had 12, with train.batch_size_per_gpu 6',
  ],
] as const)
  test(`the global batch comes from ${what}, and the log says so`, () => {
    const script = new ScriptedJob({ batchSizePerGpu: 4, earlierGlobalBatch: earlier });
    script.join('a', 2);
    const found =
      checkpoint === null
        ? null
        : { step: checkpoint, directory: '/out/40', globalBatch: 20, computeType: 'float32' as const, held: null };
    script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: found });
    assert.equal(script.job.globalBatch, images);
    assert.deepEqual(script.logged('global-batch'), [{ images, origin }]);
  });

test('more workers than there are images for end the job before one of them starts', () => {
  const script = new ScriptedJob({ batchSizePerGpu: 60 });
  script.join('a', 2);
  script.deliver({ kind: 'checkpointFound', generation: 1, checkpoint: null });
  assert.deepEqual(script.job.outcome, {
    exitCode: 2,
    kind: 'failed',
    reason:
      '/images holds 100 images, fewer than the global batch of 120; add images or lower train.batch_size_per_gpu ' +
      'or the number of workers',
    logTail: '',
    isWorthRetry: false,
  });
  assert.deepEqual(
    script.orders().map(({ kind }) => kind),
    ['admit', 'findCheckpoint', 'finish'],
  );
});

test('a checkpoint of another global batch, which somebody has put there, is not gone on from', () => {
  const script = new ScriptedJob({ batchSizePerGpu: 4 });
  script.join('a', 2);
  script.run();
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  const checkpoint = {
    step: 7,
    directory: '/out/checkpoints/7',
    globalBatch: 64,
    computeType: 'float32',
    held: null,
  } as const;
  script.deliver({ kind: 'checkpointFound', generation: 2, checkpoint });
  const reason =
    '/out/checkpoints/7 has a global batch of 64, but the run trains with 8: it is of another run; move it away and launch again';
  assert.deepEqual(script.job.outcome, { exitCode: 1, kind: 'failed', reason, logTail: '', isWorthRetry: false });
});
