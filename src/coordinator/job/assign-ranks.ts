import { assignDevices } from './assign-devices.js';
import type { DeviceKind, JobNode, Rank } from './job.js';

/**
 * Ranks in order of joining, then of the place on the node, so that neighbours in rank are neighbours on the wire.
 * Cores are shared out evenly among all ranks that have them, those of a second agent included: more threads than cores
 * would wait for one another.
 */
export function assignRanks(nodes: readonly JobNode[], kind: DeviceKind, nowMs: number): Rank[] {
  const devices = assignDevices(kind, nodes);
  const places = nodes.flatMap((node) =>
    Array.from({ length: node.localRanks }, (_, localRank) => ({ node, localRank })),
  );
  return places.map(({ node, localRank }, rank) => ({
    rank,
    nodeId: node.id,
    localRank,
    threads: threadsOf(node, nodes),
    device: devices.get(node.id)![localRank]!,
    workerId: null,
    stage: 'planned',
    address: null,
    lastSeenMs: nowMs,
    progress: 0,
    at: { phase: '', what: '', step: 0 },
    lastProgressMs: nowMs,
    exit: null,
    savedStep: 0,
    done: null,
  }));
}

/** How many each node has, in their order. */
export function ranksOfNodes(ranks: readonly Pick<Rank, 'nodeId'>[]): number[] {
  const counts = new Map<string, number>();
  for (const { nodeId } of ranks) counts.set(nodeId, (counts.get(nodeId) ?? 0) + 1);
  return [...counts.values()];
}

/** Of a node's own cores, those that the ranks of its pool leave it, and no more of the machine than its ranks' share. */
function threadsOf(node: JobNode, nodes: readonly JobNode[]): number {
  const onMachine = nodes.filter(({ bootId }) => bootId === node.bootId);
  const ofPool = onMachine.filter(({ corePool }) => corePool === node.corePool);
  const ranks = (some: readonly JobNode[]) => some.reduce((sum, { localRanks }) => sum + localRanks, 0);
  return Math.max(1, Math.floor(Math.min(node.cores / ranks(ofPool), node.coresPresent / ranks(onMachine))));
}
