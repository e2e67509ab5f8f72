import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Config } from '../../src/config/schema.js';
import { drawMasks } from '../../src/data/masks.js';
import { rankRange } from '../../src/data/sampler.js';
import { heaviestShare } from '../../src/plan/heaviest-share.js';
import { masksConfigOf } from '../../src/plan/noise-batches.js';
import { smallConfig } from '../checkpoint/small-training.js';

function config(overrides: Partial<Record<keyof Config, object>> = {}): Config {
  const base = smallConfig();
  return smallConfig({
    crops: { global_crops_size: 128, local_crops_size: 32, local_crops_number: 2 },
    train: { ...base.train, batch_size_per_gpu: 4, max_steps: 12 },
    ...overrides,
  });
}

test('of all ranks and steps the share with the most masked patches is found', () => {
  const small = config();
  const [ranks, images, steps] = [3, 12, 12];
  const masked = (rank: number, step: number) =>
    drawMasks(masksConfigOf(small), images, rankRange(images, rank, ranks), small.train.seed, step).reduce(
      (sum, one) => sum + one,
      0,
    );
  const all = Array.from({ length: ranks * steps }, (_, i) => masked(i % ranks, Math.floor(i / ranks)));
  const { rank, step } = heaviestShare(small, ranks)!;
  // Where a last block finds no place a few patches less are masked: another share may have had a few more.
  assert.ok(masked(rank, step) >= 0.97 * Math.max(...all), `${masked(rank, step)} of at most ${Math.max(...all)}`);
  const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
  assert.ok(masked(rank, step) > 1.2 * mean, `${masked(rank, step)}, ${mean} on average`);
});

test('where nothing is masked no share is heavier than another', () => {
  const { ibot } = smallConfig();
  assert.equal(heaviestShare(config({ ibot: { ...ibot, mask_sample_probability: 0 } }), 2), null);
  assert.equal(heaviestShare(config({ ibot: { ...ibot, loss_weight: 0 } }), 2), null);
});
