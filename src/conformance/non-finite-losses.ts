import { LOSS_NAMES, type LossName } from '../train/step-record.js';

/** Which losses are not finite, and on which ranks. @param losses by rank */
export function describeNonFinite(losses: readonly Readonly<Record<LossName, number>>[]): string {
  const parts = LOSS_NAMES.flatMap((name) => {
    const ranks = losses.flatMap((own, rank) => (Number.isFinite(own[name]) ? [] : [`${rank} (${own[name]})`]));
    if (ranks.length === 0) return [];
    return [`${name} is not finite on rank${ranks.length === 1 ? '' : 's'} ${ranks.join(', ')}`];
  });
  return parts.length === 0 ? 'losses are finite on every rank, but not their sum' : parts.join(', ');
}
