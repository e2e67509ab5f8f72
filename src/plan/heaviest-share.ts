import type { Config } from '../config/schema.js';
import { wantedMasked } from '../data/masks.js';
import { rankRange } from '../data/sampler.js';
import { totalSteps } from '../train/loop.js';
import { masksConfigOf, masksRanks } from './noise-batches.js';

/** Masks are drawn for the steps of so many crops: a few hundredths of a second. */
const MOST_CROPS = 200_000;

/**
 * The rank's share with the most masked patches in the first steps of a run: memory has to be enough for it.
 * @returns null where nothing is masked
 */
export function heaviestShare(config: Config, worldSize: number): { rank: number; step: number } | null {
  const { ibot, train } = config;
  if (ibot.loss_weight === 0 || ibot.mask_sample_probability === 0) return null;
  const ranks = masksRanks(config, worldSize);
  const globalBatch = train.batch_size_per_gpu * ranks;
  const steps = Math.min(totalSteps(config), Math.max(1, Math.floor(MOST_CROPS / (2 * globalBatch))));
  let most = -1;
  let heaviest = { rank: 0, step: 0 };
  for (let step = 0; step < steps; step++) {
    const masked = wantedMasked(masksConfigOf(config), globalBatch, train.seed, step);
    for (let rank = 0; rank < ranks; rank++) {
      const { start, end } = rankRange(globalBatch, rank, ranks);
      let sum = 0;
      for (let i = start; i < end; i++) sum += masked[i]! + masked[globalBatch + i]!;
      if (sum > most) [most, heaviest] = [sum, { rank, step }];
    }
  }
  return heaviest;
}
