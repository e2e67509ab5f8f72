import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { drawMasks, largestBlock, type MasksConfig, maskBlocks, wantedMasked } from '../../src/data/masks.js';
import { rankRange } from '../../src/data/sampler.js';
import { RandomStream } from '../../src/random/random-stream.js';
import { unitFile } from '../golden-units.js';

const config: MasksConfig = {
  mask_ratio_min_max: [0.1, 0.5],
  mask_sample_probability: 0.5,
  global_crops_size: 224,
  patch_size: 14,
};
const GRID = 16;
const N = GRID * GRID;
const G = 24;
const sum = (mask: Uint8Array) => mask.reduce((total, patch) => total + patch, 0);

function rows(masks: Uint8Array): Uint8Array[] {
  return Array.from({ length: masks.length / N }, (_, i) => masks.subarray(i * N, (i + 1) * N));
}

const golden = JSON.parse(readFileSync(unitFile('masks.json'), 'utf8'));
const DRAWS = 1500;

for (const [target, expected] of Object.entries<{ mean: number; std: number; max: number }>(
  golden.masked_count_for_target,
))
  test(`blocks for ${target} patches cover as many as the released code's`, () => {
    const counts = Array.from({ length: DRAWS }, (_, i) => {
      const mask = new Uint8Array(golden.grid ** 2);
      maskBlocks(mask, golden.grid, Number(target), golden.max_num_patches, new RandomStream(1, 'test', i));
      return sum(mask);
    });
    assert.equal(Math.max(...counts), expected.max);
    const mean = counts.reduce((total, count) => total + count, 0) / DRAWS;
    const moment = (power: number) => counts.reduce((total, count) => total + (count - mean) ** power, 0) / DRAWS;
    const std = Math.sqrt(moment(2));
    // Of two samples of as many draws; the second as that of a variance, whatever the distribution.
    const ofMean = expected.std * Math.sqrt(2 / DRAWS);
    const ofStd = Math.sqrt((moment(4) - moment(2) ** 2) / (4 * moment(2))) * Math.sqrt(2 / DRAWS);
    assert.ok(Math.abs(mean - expected.mean) < 4 * ofMean, `mean ${mean}, ${expected.mean}`);
    assert.ok(Math.abs(std - expected.std) < 4 * ofStd, `standard deviation ${std}, ${expected.std}`);
  });

test('the largest block is as the released expression has it', () => {
  assert.equal(largestBlock(518, 14), 666);
  assert.equal(largestBlock(224, 14), golden.max_num_patches);
  assert.equal(largestBlock(32, 8), 8);
});

test('half the crops are masked, with ratios spread evenly over the range', () => {
  const counts = rows(drawMasks(config, G, { start: 0, end: G }, 1, 0))
    .map(sum)
    .filter((count) => count > 0)
    .sort((a, b) => a - b);
  assert.equal(counts.length, G);
  // Slot i wants a share between linspace(0.1, 0.5, G + 1)[i] and [i + 1]; blocks fall short by three patches at most.
  for (const [i, count] of counts.entries()) {
    assert.ok(count <= N * (0.1 + (0.4 * (i + 1)) / G), `${count} in slot ${i}`);
    assert.ok(count >= Math.floor(N * (0.1 + (0.4 * i) / G)) - 3, `${count} in slot ${i}`);
  }
});

test('over many steps every crop is masked equally often and equally much', () => {
  const steps = 300;
  const masked = new Int32Array(2 * G);
  let total = 0;
  for (let step = 0; step < steps; step++)
    for (const [crop, mask] of rows(drawMasks(config, G, { start: 0, end: G }, 1, step)).entries()) {
      if (sum(mask) > 0) masked[crop]!++;
      total += sum(mask);
    }
  for (const count of masked) assert.ok(Math.abs(count - steps / 2) < 5 * Math.sqrt(steps / 4));
  const share = total / (steps * 2 * G * N);
  assert.ok(Math.abs(share - 0.15) < 0.003, `${share} of all patches`);
});

test('ranks of any number draw parts of the same masks', () => {
  const whole = rows(drawMasks(config, G, { start: 0, end: G }, 3, 9));
  for (const worldSize of [1, 2, 5])
    for (let rank = 0; rank < worldSize; rank++) {
      const { start, end } = rankRange(G, rank, worldSize);
      const part = rows(drawMasks(config, G, { start, end }, 3, 9));
      assert.deepEqual(part, [...whole.slice(start, end), ...whole.slice(G + start, G + end)]);
    }
});

test('crops lose about as many patches as they are to lose, and those that are not masked none', () => {
  for (let step = 0; step < 5; step++) {
    const wanted = wantedMasked(config, G, 2, step);
    const counts = rows(drawMasks(config, G, { start: 0, end: G }, 2, step)).map(sum);
    // A slot is a G-th of the range wide, and a last block may find no place.
    for (const [crop, count] of counts.entries())
      assert.ok(wanted[crop] === 0 ? count === 0 : Math.abs(count - wanted[crop]!) < 15, `${count}, ${wanted[crop]}`);
  }
});

test('another step or seed has other masks', () => {
  const all = { start: 0, end: G };
  const base = drawMasks(config, G, all, 1, 1);
  assert.notDeepEqual(drawMasks(config, G, all, 1, 2), base);
  assert.notDeepEqual(drawMasks(config, G, all, 2, 1), base);
});

test('a share of 0 masks nothing', () => {
  assert.equal(sum(drawMasks({ ...config, mask_sample_probability: 0 }, G, { start: 0, end: G }, 1, 0)), 0);
});

test('a crop of one patch, in which no block has room, is not masked', () => {
  const onePatch = { ...config, global_crops_size: 16, patch_size: 16 };
  assert.deepEqual(drawMasks(onePatch, 3, { start: 0, end: 3 }, 1, 0), new Uint8Array(6));
});

test('of a batch of one image, one of its two crops is masked', () => {
  for (let step = 0; step < 20; step++) {
    const [first, second] = rows(drawMasks(config, 1, { start: 0, end: 1 }, 1, step)).map(sum);
    assert.ok(first! > 0 !== second! > 0, `${first} and ${second} in step ${step}`);
  }
});
