import { assignDevices } from './assign-devices.js';
import type { DeviceKind, JobNode, Rank } from './job.js';

/**
 * Ranks in order of joining, then of the place on the node, so that neighbours in rank are neighbours on the wire.
 * Cores are shared out evenly among all ranks that have them, those of a second agent included: more threads than cores
 * would wait for one another.
 */
export function assignRanks(nodes: readonly JobNode[], kind: DeviceKind, nowMs: number): Rank[] {
  const devices = assignDevices(kind, nodes);
  const places = nodes.flatMap((node) => {
    const threads = threadsOf(node, nodes);
    return Array.from({ length: node.localRanks }, (_, localRank) => ({ node, localRank, threads }));
  });
  return places.map(({ node, localRank, threads }, rank) => ({
    rank,
    nodeId: node.id,
    localRank,
    threads,
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

/** How many each node has, in their order: those of a node are neighbours. */
export function ranksOfNodes(ranks: readonly Pick<Rank, 'localRank'>[]): number[] {
  const counts: number[] = [];
  for (const { localRank } of ranks)
    if (localRank === 0) counts.push(1);
    else counts[counts.length - 1]!++;
  return counts;
}

/** The nodes that have ranks. */
export function nodesOf(ranks: readonly Pick<Rank, 'nodeId' | 'localRank'>[]): Set<string> {
  const nodeIds = new Set<string>();
  for (const { nodeId, localRank } of ranks) if (localRank === 0) nodeIds.add(nodeId);
  return nodeIds;
}

/** Of a node's own cores, those that the ranks of its pool leave it, and no more of the machine than its ranks' share. */
function threadsOf(node: JobNode, nodes: readonly JobNode[]): number {
  const onMachine = nodes.filter(({ bootId }) => bootId === node.bootId);
  const ofPool = onMachine.filter(({ corePool }) => corePool === node.corePool);
  const ranks = (some: readonly JobNode[]) => some.reduce((sum, { localRanks }) => sum + localRanks, 0);
  return Math.max(1, Math.floor(Math.min(node.cores / ranks(ofPool), node.coresPresent / ranks(onMachine))));
}
