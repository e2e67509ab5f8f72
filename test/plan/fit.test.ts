import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DryRun, dryRun } from '../../src/plan/dry-run.js';
import { memoryFit } from '../../src/plan/fit.js';
import { smallConfig } from '../checkpoint/small-training.js';

interface Job {
  nodes: number;
  images?: number;
  strategy?: string;
  embedDim?: number;
}

/** On so many megabytes. */
async function fitOf(megabytes: number, { nodes, images = 24, strategy = 'SHARD_GRAD_OP', embedDim = 24 }: Job) {
  const base = smallConfig();
  const module = { sharding_strategy: strategy };
  const network = { backbone: module, dino_head: module, ibot_head: module };
  const config = smallConfig({
    compute_precision: { student: network, teacher: network },
    student: { ...base.student, embed_dim: embedDim },
    train: { ...base.train, batch_size_per_gpu: images },
  });
  const dry: DryRun = await dryRun(config, { nodes, ranksPerNode: 2, device: 'gpu', compute: 'float16', threads: 1 });
  const sizes = { needed: dry.memory.peak, available: 1e6 * megabytes };
  return memoryFit(config, dry, sizes, { nodes, isGpu: true });
}

test('what fits needs no advice', async () => {
  const { fits, advice } = await fitOf(100, { nodes: 1 });
  assert.deepEqual([fits, advice], [true, []]);
});

test('a smaller batch that is advised fits', async () => {
  const { needed } = await fitOf(100, { nodes: 1 });
  const megabytes = (0.6 * needed) / 1e6;
  const { fits, advice } = await fitOf(megabytes, { nodes: 1 });
  assert.equal(fits, false);
  const [, images] = /^train\.batch_size_per_gpu=(\d+) in place of 24$/.exec(advice[0]!)!;
  const smaller = await fitOf(megabytes, { nodes: 1, images: Number(images) });
  assert.equal(smaller.fits, true, `${smaller.needed} bytes of ${smaller.available} with ${images}`);
  const larger = await fitOf(megabytes, { nodes: 1, images: Number(images) + 2 });
  assert.equal(larger.fits, false, `${images} of the images give not much more up than they must`);
});

test('where ranks hold whole copies, sharing them out is advised, and helps', async () => {
  const whole = await fitOf(0.5, { nodes: 4, strategy: 'NO_SHARD', embedDim: 96 });
  const sharing = whole.advice.find((one) => one.includes('FULL_SHARD everywhere'));
  const [, shards] = /which shares (\S+) MB of weights, moments and gradients out over all 8 ranks/.exec(sharing!)!;
  const shared = await fitOf(0.5, { nodes: 4, strategy: 'FULL_SHARD', embedDim: 96 });
  assert.ok(whole.needed - shared.needed > 0.5e6 * Number(shards), `${whole.needed}, ${shared.needed} shared`);
});

test('weights that are held for the backward pass may be gathered again, and a larger card is named', async () => {
  const { advice } = await fitOf(0.5, { nodes: 1 });
  assert.ok(advice.some((one) => /FULL_SHARD in place of SHARD_GRAD_OP, which holds \S+ kB of gathered/.test(one)));
  assert.equal(advice.at(-1), 'a card of 24 GB: --gpu a30');
});

test('more nodes are advised where shards are what is too large, and are enough', async () => {
  const job = { images: 1, strategy: 'FULL_SHARD', embedDim: 192 };
  const { needed } = await fitOf(1000, { ...job, nodes: 1 });
  const megabytes = (0.75 * needed) / 1e6;
  const { advice, fits } = await fitOf(megabytes, { ...job, nodes: 1 });
  assert.equal(fits, false);
  const more = advice.find((one) => / nodes,/.test(one));
  const [, nodes] = /^(\d+) nodes, whose ranks have smaller shards$/.exec(more!)!;
  assert.equal((await fitOf(megabytes, { ...job, nodes: Number(nodes) })).fits, true);
  assert.ok(Number(nodes) <= 6, `${nodes} nodes`);
});
