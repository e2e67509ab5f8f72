import { RandomStream } from '../../random/random-stream.js';

/** Which samples of each crop list keep a block's residual branch, ascending. */
export type KeptSamples = readonly Int32Array[];

/** Which samples each branch of each block runs on; null where a branch runs on all. */
export interface DepthDraw {
  attention: (KeptSamples | null)[];
  ffn: (KeptSamples | null)[];
}

/** max(floor(count * (1 - rate)), 1), as the released code counts. */
export function keptCount(count: number, rate: number): number {
  return Math.max(Math.floor(count * (1 - rate)), 1);
}

/** Rate of each block: the same for all, or rising linearly from 0. */
export function dropPathRates(rate: number, depth: number, uniform: boolean): number[] {
  return Array.from({ length: depth }, (_, i) =>
    uniform || depth === 1 ? (uniform ? rate : 0) : (rate * i) / (depth - 1),
  );
}

/**
 * Keyed by the position of the rank's first image, which no other step or rank has.
 * @param counts samples of each crop list
 * @param rates of each block
 */
export function drawKeptSamples(
  seed: number,
  position: number,
  counts: readonly number[],
  rates: readonly number[],
): DepthDraw | null {
  if (rates.every((rate) => rate === 0)) return null;
  const branch = (purpose: string) =>
    rates.map((rate, block) => {
      if (rate === 0) return null;
      return counts.map((count, list) => {
        const random = new RandomStream(seed, `stochastic depth ${purpose}`, position, block, list);
        return random.permutation(count).slice(0, keptCount(count, rate)).sort();
      });
    });
  return { attention: branch('attention'), ffn: branch('ffn') };
}
