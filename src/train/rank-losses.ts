import type { Communicator } from '../comm/communicator.js';
import { gatherNumbers } from '../comm/gather-numbers.js';
import { rankRange } from '../data/sampler.js';
import type { Backend } from '../nn/backend.js';
import { LOSS_NAMES, type LossName, losses } from './step-record.js';

export type RankLosses = Record<LossName, number>;

/**
 * Every rank's own losses of a step, before they were summed. Collective.
 * @param own (4) this rank's (`StepNumbers.ownLosses`)
 * @param shares (W) `batchShares`: losses are weighted by them
 * @returns by rank, as the released code logs them
 */
export function gatherLosses(
  backend: Backend,
  comm: Communicator,
  own: Float32Array,
  shares: readonly number[],
): RankLosses[] {
  const all = gatherNumbers(backend, comm, own);
  return shares.map((share, rank) => {
    const ofRank = losses(all.subarray(rank * own.length, (rank + 1) * own.length));
    for (const name of LOSS_NAMES) ofRank[name] /= share;
    return ofRank;
  });
}

/** (W) What each rank's images are of the global batch. */
export function batchShares(globalBatch: number, worldSize: number): number[] {
  return Array.from({ length: worldSize }, (_, rank) => {
    const { start, end } = rankRange(globalBatch, rank, worldSize);
    return (end - start) / globalBatch;
  });
}

/** Which losses are not finite, and on which ranks. */
export function describeNonFinite(byRank: readonly Readonly<RankLosses>[]): string {
  const parts = LOSS_NAMES.flatMap((name) => {
    const ranks = byRank.flatMap((own, rank) => (Number.isFinite(own[name]) ? [] : [`${rank} (${own[name]})`]));
    if (ranks.length === 0) return [];
    return [`${name} is not finite on rank${ranks.length === 1 ? '' : 's'} ${ranks.join(', ')}`];
  });
  return parts.length === 0 ? 'losses are finite on every rank, but not their sum' : parts.join(', ');
}
