import type { Rank } from './job.js';

type Ranks = readonly Pick<Rank, 'workerId'>[];

/**
 * Where each worker is, of arrays of ranks that were looked in. No part of the job, which is plain data: what is found is compared with
 * the ranks, and where it is not so these are searched. An array that differs in one rank shares its entry with the one that it is of.
 */
const places = new WeakMap<Ranks, Map<string, number>>();

/** The place that a worker is at work in, or was until its generation ended; of ten thousand ranks, at once. */
export function placeOf<R extends Pick<Rank, 'workerId'>>(ranks: readonly R[], workerId: string): R | undefined {
  let known = places.get(ranks);
  if (known === undefined) {
    known = new Map(ranks.flatMap((rank, i) => (rank.workerId === null ? [] : [[rank.workerId, i]])));
    places.set(ranks, known);
  }
  const at = known.get(workerId);
  if (at === undefined) return undefined;
  return ranks[at]?.workerId === workerId ? ranks[at] : ranks.find((rank) => rank.workerId === workerId);
}

/** @param after differs from `before` in one rank */
export function handOnPlaces(before: Ranks, after: Ranks, rank: number): void {
  const known = places.get(before);
  if (known === undefined) return;
  const { workerId } = after[rank]!;
  if (workerId !== null) known.set(workerId, rank);
  places.set(after, known);
}
