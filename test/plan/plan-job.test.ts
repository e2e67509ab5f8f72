import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../../src/config/load.js';
import type { Config } from '../../src/config/schema.js';
import { planJob } from '../../src/plan/plan-job.js';
import { cardNamed, plannedFleet } from '../../src/plan/planned-fleet.js';
import type { ComputeType } from '../../src/precision/compute-type.js';
import { usableMemory } from '../../src/system/memory.js';
import { smallConfig } from '../checkpoint/small-training.js';
import { folderOf, noisePngs } from '../data/image-files.js';

const recipe = (name: string, ...overrides: string[]) => loadConfig(`configs/${name}.yaml`, overrides);

const onGpus = (nodes: number, ranksPerNode: number, compute: ComputeType = 'float16', card = 'h100') =>
  ({ nodes, ranksPerNode, compute, on: { kind: 'gpu', card: cardNamed(card) } }) as const;

const SHARDS = ['student', 'teacher', 'expAvg', 'expAvgSq', 'gradients', 'roundedWeights'] as const;

test('parameters, memory and work of the released networks are those of their sizes', async () => {
  // An MLP to the bottleneck, and prototypes with their lengths.
  const head = (dim: number, { head_bottleneck_dim: bottleneck, head_n_prototypes: prototypes }: Config['ibot']) =>
    dim * 2048 + 2048 + 2048 * 2048 + 2048 + 2048 * bottleneck + bottleneck + prototypes * (bottleneck + 1);
  const large = await planJob(recipe('vitl14'), onGpus(1, 8));
  const giant = await planJob(recipe('vitg14'), onGpus(1, 8));
  // Source: the released models, 304.4 M and 1,136.5 M parameters, with a position embedding for 518 pixels; here for 224.
  const positions = (dim: number) => (37 ** 2 - 16 ** 2) * dim;
  for (const [{ parameters }, name, released, dim] of [
    [large, 'vitl14', 304.37e6, 1024],
    [giant, 'vitg14', 1136.48e6, 1536],
  ] as const) {
    const { dino, ibot } = recipe(name);
    const backbone = parameters - head(dim, { ...ibot, ...dino }) - head(dim, ibot);
    assert.ok(Math.abs(backbone + positions(dim) - released) < 0.002 * released, `${backbone}`);
  }
  for (const { parameters, memory } of [large, giant]) {
    // Five float32 copies, shared out.
    const state = SHARDS.reduce((sum, kind) => sum + memory.betweenSteps[kind], 0);
    assert.ok(Math.abs(state - (5 * 4 * parameters) / 8) < 0.01 * state);
    assert.ok(memory.peak < 40e9);
  }
});

test('the work of a ViT-L/16 with 8 local crops is what its products and attention come to', async () => {
  const config = recipe('vitl16_short', 'train.batch_size_per_gpu=64', 'student.drop_path_rate=0.3');
  const { flopsPerStep, ranks, imagesPerRank } = await planJob(config, onGpus(1, 1));
  assert.deepEqual([ranks, imagesPerRank], [1, 64]);
  // By hand: products 69.3, attention 1.85, heads 0.80, patch embedding 0.18 TFLOP.
  assert.ok(Math.abs(flopsPerStep / 1e12 - 72.1) < 0.01 * 72.1, `${flopsPerStep}`);
});

test('a wider fleet shares the state out, and copies within nodes do not', async () => {
  const keys = (strategy: string) =>
    ['student', 'teacher'].flatMap((network) =>
      ['backbone', 'dino_head', 'ibot_head'].map(
        (module) => `compute_precision.${network}.${module}.sharding_strategy=${strategy}`,
      ),
    );
  const state = async (strategy: string, compute: ComputeType = 'float32') => {
    const { memory } = await planJob(recipe('vitl14', ...keys(strategy)), onGpus(2, 4, compute));
    return SHARDS.reduce((sum, kind) => sum + memory.betweenSteps[kind], 0);
  };
  const whole = await state('NO_SHARD');
  assert.ok(Math.abs((await state('FULL_SHARD')) - whole / 8) < 0.01 * whole);
  assert.ok(Math.abs((await state('HYBRID_SHARD')) - whole / 4) < 0.01 * whole);
  // Weights of student and teacher as products read them, two bytes each beside five numbers of four.
  const rounded = (await state('NO_SHARD', 'float16')) - whole;
  assert.ok(Math.abs(rounded - (whole / 20) * 4) < 0.01 * whole, `${rounded}`);
  const apart = [...keys('FULL_SHARD').slice(0, 3), ...keys('NO_SHARD').slice(3)];
  await assert.rejects(
    planJob(recipe('vitl14', ...apart), onGpus(2, 4)),
    /ConfigError: compute_precision: student\.backbone and/,
  );
});

test('of what travels on GPUs an eighth leaves a node of eight, and within one node nothing', async () => {
  const { traffic } = await planJob(recipe('vitl14'), onGpus(4, 8));
  for (const { sent, crossing, calls } of Object.values(traffic)) {
    assert.ok(calls > 0 && sent > 0);
    assert.ok(Math.abs(crossing / sent - 1 / 8) < 1e-9);
  }
  const { traffic: within } = await planJob(recipe('vitl14'), onGpus(1, 8));
  assert.deepEqual(
    Object.values(within).map(({ crossing }) => crossing),
    [0, 0, 0],
  );
  const { traffic: alone, step } = await planJob(recipe('vitl14'), onGpus(1, 1));
  assert.deepEqual(alone.gather, { calls: 0, sent: 0, crossing: 0 });
  assert.equal(step.waiting, 0);
});

test('a step on a GPU is no faster than its roofline, and the run is its steps', async () => {
  const { step, run, flopsPerStep, ranks } = await planJob(recipe('vitl14'), onGpus(12, 8));
  const peak = 989e12;
  assert.ok(step.total > flopsPerStep / peak);
  assert.ok(Math.abs(step.mfu! - flopsPerStep / step.total / peak) < 1e-12);
  assert.ok(step.mfu! > 0.1 && step.mfu! < 0.65, `${step.mfu}`);
  // Source: configs/vitl14.yaml, 500 epochs of 1250 steps of 3072 images.
  assert.deepEqual([run.steps, run.globalBatch, run.epochs, run.images], [625_000, 3072, 500, 625_000 * 3072]);
  assert.ok(Math.abs(run.seconds / (625_000 * step.total) - 1) < 1e-3);
  assert.ok(Math.abs(run.rankHours - (ranks * run.seconds) / 3600) < 1e-6);
  const { step: slower } = await planJob(recipe('vitl14'), onGpus(12, 8, 'float16', 'a100-80'));
  assert.ok(slower.total > 2 * step.total);
});

test('the CPU of this machine is tried, with images of the folder, and shared with them', async (t) => {
  const base = smallConfig();
  const train = { ...base.train, batch_size_per_gpu: 4, dataset_path: folderOf(t, noisePngs(8)), max_steps: 10 };
  const config = smallConfig({ train });
  const fleet = plannedFleet(config, { nodes: 1, device: 'cpu', nprocPerNode: 2 });
  const { step, run, threads, fit, host, device, assumptions } = await planJob(config, fleet);
  assert.equal(device.kind, 'cpu');
  assert.ok(threads! >= 1);
  assert.ok(step.imageSeconds! > 0 && step.total > 0 && step.total < 10);
  assert.equal(step.mfu, null);
  assert.equal(run.steps, 10);
  assert.equal(fit.needed, host.total);
  assert.equal(fit.available, usableMemory().usable / 2);
  assert.match(assumptions.join('\n'), /steps of 4 images and 2 blocks/);
  const without = await planJob(smallConfig({ train: { ...train, dataset_path: '/no/such/folder' } }), fleet);
  assert.equal(without.step.imageSeconds, null);
});
