import type { JobNode, Rank } from './job.js';

/**
 * Ranks in order of joining, then of the place on the node, so that neighbours in rank are neighbours on the wire.
 * A machine's cores are shared out evenly among all its ranks, those of a second agent included: more threads than cores
 * would wait for one another.
 */
export function assignRanks(nodes: readonly JobNode[], nowMs: number): Rank[] {
  const places = nodes.flatMap((node) =>
    Array.from({ length: node.localRanks }, (_, localRank) => ({ node, localRank })),
  );
  const ranksOn = (hostname: string) => places.filter(({ node }) => node.hostname === hostname).length;
  return places.map(({ node, localRank }, rank) => ({
    rank,
    nodeId: node.id,
    localRank,
    threads: Math.max(1, Math.floor(node.cores / ranksOn(node.hostname))),
    workerId: null,
    stage: 'planned',
    address: null,
    lastSeenMs: nowMs,
    progress: 0,
    lastProgressMs: nowMs,
    exit: null,
    done: null,
  }));
}
