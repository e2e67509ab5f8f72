import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../../src/config/load.js';
import { dryRun } from '../../src/plan/dry-run.js';
import { memoryFit } from '../../src/plan/fit.js';
import { LIBRARY_BYTES } from '../../src/plan/gpu-prices.js';

const strategies = (strategy: string) =>
  ['student', 'teacher'].flatMap((network) =>
    ['backbone', 'dino_head', 'ibot_head'].map(
      (module) => `compute_precision.${network}.${module}.sharding_strategy=${strategy}`,
    ),
  );

/** Of a ViT-L, on cards of so much memory. */
async function fitOf(gigabytes: number, nodes: number, ...overrides: string[]) {
  const config = loadConfig('configs/vitl14.yaml', overrides);
  const dry = await dryRun(config, { nodes, ranksPerNode: 8, device: 'gpu', compute: 'float16', threads: 1 });
  const needed = dry.memory.peak + LIBRARY_BYTES;
  return memoryFit(config, dry, { needed, available: 1e9 * gigabytes }, { nodes, isGpu: true });
}

test('what fits needs no advice', async () => {
  const { fits, advice } = await fitOf(80, 1);
  assert.deepEqual([fits, advice], [true, []]);
});

test('a smaller batch that is advised fits', async () => {
  const { fits, advice } = await fitOf(16, 1);
  assert.equal(fits, false);
  const [, images] = /^train\.batch_size_per_gpu=(\d+) in place of 32$/.exec(advice[0]!)!;
  const smaller = await fitOf(16, 1, `train.batch_size_per_gpu=${images}`);
  assert.equal(smaller.fits, true, `${smaller.needed} bytes`);
  const larger = await fitOf(16, 1, `train.batch_size_per_gpu=${2 * Number(images)}`);
  assert.equal(larger.fits, false, 'twice as many would not');
});

test('where ranks hold whole copies, sharing them out is advised, and helps', async () => {
  const { advice, needed } = await fitOf(24, 2, ...strategies('NO_SHARD'));
  const sharing = advice.find((one) => one.includes('FULL_SHARD everywhere'));
  assert.match(sharing!, /which shares 9\.\d+ GB of weights, moments and gradients out over all 16 ranks/);
  const shared = await fitOf(24, 2, ...strategies('FULL_SHARD'));
  assert.ok(shared.needed < needed - 8e9, `${shared.needed} in place of ${needed}`);
});

test('weights that are held for the backward pass may be gathered again, and a larger card is named', async () => {
  const { advice } = await fitOf(16, 1);
  assert.ok(advice.some((one) => /FULL_SHARD in place of SHARD_GRAD_OP, which holds 0\.\d+ GB/.test(one)));
  assert.ok(advice.some((one) => one === 'a card of 40 GB: --gpu a100-40'));
});

test('more nodes are advised where shards are what is too large, and are enough', async () => {
  const giant = ['student.arch=vit_giant2', 'student.block_chunks=0', 'train.batch_size_per_gpu=1'];
  const size = [...giant, ...strategies('FULL_SHARD')];
  const { advice, fits } = await fitOf(6, 1, ...size);
  assert.equal(fits, false);
  const [, nodes] = /^(\d+) nodes, whose ranks have smaller shards$/.exec(advice.find((one) => / nodes,/.test(one))!)!;
  assert.equal((await fitOf(6, Number(nodes), ...size)).fits, true);
});
