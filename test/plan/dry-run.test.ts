import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import { loadConfig } from '../../src/config/load.js';
import type { Config } from '../../src/config/schema.js';
import type { Backend, MemoryStats } from '../../src/nn/backend.js';
import { findDevice } from '../../src/nn/device.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { dryRun, dryStepsOf } from '../../src/plan/dry-run.js';
import { heaviestShare } from '../../src/plan/heaviest-share.js';
import { noiseBatches } from '../../src/plan/noise-batches.js';
import { openRankSteps } from '../../src/plan/rank-steps.js';
import { smallConfig } from '../checkpoint/small-training.js';
import type { CpuSteps } from './cpu-steps-thread.js';

function testConfig(student: object = {}, others: object = {}): Config {
  const base = smallConfig();
  return smallConfig({
    student: { ...base.student, num_register_tokens: 1, drop_path_rate: 0.3, ...student },
    train: { ...base.train, batch_size_per_gpu: 12 },
    crops: { global_crops_size: 32, local_crops_size: 16, local_crops_number: 2 },
    ...others,
  });
}

const sharesOf = (config: Config, ranks: number) => [
  ...Array.from({ length: dryStepsOf(config.train.batch_size_per_gpu) }, (_, step) => ({ step, rank: 0 })),
  heaviestShare(config, ranks)!,
];

async function onCpu(workerData: CpuSteps): Promise<MemoryStats[]> {
  const worker = new Worker(new URL('./cpu-steps-thread.js', import.meta.url), { workerData });
  return (await once(worker, 'message'))[0];
}

const types = findDevice('cpu')!.computeTypes.includes('bfloat16')
  ? (['float32', 'bfloat16'] as const)
  : (['float32'] as const);

const cases: [string, Config, number, number][] = [
  ['one rank', testConfig(), 1, 1],
  [
    'two ranks, SwiGLU, one head for both',
    testConfig({ ffn_layer: 'swiglufused' }, { ibot: { separate_head: false } }),
    2,
    1,
  ],
  [
    'centering, no biases, no stochastic depth',
    testConfig(
      { ffn_bias: false, qkv_bias: false, drop_path_rate: 0 },
      { train: { centering: 'centering', batch_size_per_gpu: 5 } },
    ),
    2,
    3,
  ],
];

for (const compute of types)
  for (const [name, config, ranks, threads] of cases)
    test(`planned memory is to the byte what the pool of a CPU has: ${name}, ${compute}`, async () => {
      const { memory } = await dryRun(config, { nodes: 1, ranksPerNode: ranks, device: 'cpu', compute, threads });
      const had = await onCpu({ config, ranks, compute, threads, shares: sharesOf(config, ranks) });
      const { peakBytes, bytesReserved } = had.at(-1)!;
      assert.deepEqual([memory.peak, memory.reserved], [peakBytes, bytesReserved]);
    });

/** Five float32 sums by column, of 192 at most, and what blocks are rounded up to. */
const SCRATCH_BYTES = 5 * 512 * 192 * 4;

function peakOn(backend: Backend, config: Config): number {
  backend.resetPeak();
  const before = backend.memory().peakBytes;
  const { state, run } = openRankSteps(config, backend, new LocalCommunicator(backend), null);
  state.initialize();
  const batchOf = noiseBatches(state);
  // Most is in use with the most masked patches.
  const { step, rank } = heaviestShare(config, 1)!;
  for (const i of [0, 1]) run(i, batchOf(step, rank));
  backend.mark().wait();
  return backend.memory().peakBytes - before;
}

for (const compute of ['float16', 'bfloat16', 'float32'] as const)
  test(`the planned peak is what an emulated GPU has in use at most: ${compute}`, async () => {
    const config = testConfig({}, { train: { centering: 'sinkhorn_knopp', batch_size_per_gpu: 4 } });
    const { memory } = await dryRun(config, { nodes: 1, ranksPerNode: 1, device: 'gpu', compute, threads: 1 });
    const got = peakOn(openBackend('cuda-emulated:0', compute), config);
    // Beside it kernels have scratch: partial sums of at most 512 rows, whatever the batch.
    assert.ok(got >= memory.peak && got - memory.peak < SCRATCH_BYTES, `${got} bytes, planned ${memory.peak}`);
  });

test('the kinds of memory are all of it, and shards are those of the plan', async () => {
  const config = testConfig();
  const { state, memory } = await dryRun(config, {
    nodes: 1,
    ranksPerNode: 2,
    device: 'cpu',
    compute: 'float32',
    threads: 1,
  });
  const { atPeak, betweenSteps, peak } = memory;
  const sum = (kinds: Record<string, number>) => Object.values(kinds).reduce((all, bytes) => all + bytes, 0);
  assert.equal(sum(atPeak), peak);
  const shard = 4 * state.plan.units.reduce((all, { shardNumel }) => all + shardNumel, 0);
  for (const kind of ['student', 'teacher', 'expAvg', 'expAvgSq', 'gradients'] as const)
    assert.deepEqual([atPeak[kind], betweenSteps[kind]], [shard, shard], kind);
  for (const kind of ['gatheredWeights', 'travellingGradients', 'activationGradients', 'batch', 'scratch'] as const)
    assert.equal(betweenSteps[kind], 0, kind);
  assert.ok(atPeak.gatheredWeights > 0 && atPeak.activations > 0 && atPeak.batch > 0);
  assert.equal(atPeak.roundedWeights + atPeak.frozenTeacher, 0);
});

test('where a rank holds all of a network, weights in 16 bits are kept beside it', async () => {
  const config = testConfig({}, { train: { batch_size_per_gpu: 2 } });
  const fleet = { nodes: 1, ranksPerNode: 1, device: 'gpu', compute: 'float16', threads: 1 } as const;
  const { memory } = await dryRun(config, fleet);
  assert.equal(memory.atPeak.roundedWeights, memory.atPeak.student);
  assert.equal(memory.betweenSteps.roundedWeights, memory.betweenSteps.student);
});

test('in distillation the frozen teacher has memory of its own, and is gathered in place of the average', async () => {
  const config = loadConfig('test/golden/distillation/config.yaml', []);
  const fleet = { nodes: 1, ranksPerNode: 2, device: 'cpu', compute: 'float32', threads: 1 } as const;
  const { state, memory, steps } = await dryRun(config, fleet);
  const shard = state.frozenTeacher!.plan.units.reduce((sum, { shardNumel }) => sum + 4 * shardNumel, 0);
  assert.equal(memory.atPeak.frozenTeacher, shard);
  const gathered = steps[0]!.reduce(
    (sum, event) => (event.kind === 'start' && event.collective.kind === 'gather' ? sum + event.collective.sent : sum),
    0,
  );
  assert.equal(gathered, state.stepTraffic().gathered);
});

test('a step begins and joins the collectives of its plan, which move the bytes that it says', async () => {
  const config = testConfig();
  const fleet = { nodes: 2, ranksPerNode: 2, device: 'cpu', compute: 'float32', threads: 1 } as const;
  const { steps, state } = await dryRun(config, fleet);
  for (const events of steps) {
    const begun = events.flatMap((event) => (event.kind === 'start' ? [event.collective] : []));
    const joined = events.flatMap((event) => (event.kind === 'join' ? [event.collective] : []));
    assert.deepEqual(new Set(joined), new Set(begun));
    const sent = (kind: string) => begun.reduce((all, one) => all + (one.kind === kind ? one.sent : 0), 0);
    assert.deepEqual({ gathered: sent('gather'), reduced: sent('reduce') }, state.stepTraffic());
    // Sinkhorn-Knopp sums P numbers three times for each head; the record is 8 numbers and a norm for each of 4.
    const [classes, patches] = [config.dino.head_n_prototypes, config.ibot.head_n_prototypes];
    assert.equal(sent('sum'), 3 * (4 * (3 * classes + 3 * patches) + 4 * 12));
  }
});

test('what comes before the steps is in none of them', async () => {
  const { steps } = await dryRun(testConfig({ drop_path_rate: 0 }), {
    nodes: 1,
    ranksPerNode: 1,
    device: 'cpu',
    compute: 'float32',
    threads: 1,
  });
  const ops = (events: (typeof steps)[0]) => events.flatMap((event) => (event.kind === 'op' ? [event.op] : []));
  assert.deepEqual(ops(steps[0]!), ops(steps[1]!));
});
