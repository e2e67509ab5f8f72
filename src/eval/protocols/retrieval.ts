import type { Neighbours } from './nearest-neighbours.js';

/**
 * Share of queries whose nearest gallery row is the wanted one.
 * @param targets (Q) the gallery row that belongs to each query
 */
export function recallAt1({ k, indices }: Neighbours, targets: Int32Array): number {
  const found = targets.filter((target, q) => indices[q * k] === target);
  return found.length / targets.length;
}
