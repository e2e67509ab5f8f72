/** What travels in a step, seen from one rank: a communicator among ranks that are not there says each of its calls. */

import { allGatherBytes, allReduceBytes, reduceScatterBytes } from '../comm/collective-bytes.js';
import type { Communicator, Group, Work } from '../comm/communicator.js';
import type { Tensor } from '../nn/backend.js';
import { DTYPE_BYTES } from '../nn/backend.js';

export const COLLECTIVE_KINDS = ['gather', 'reduce', 'sum'] as const;

/** Of weights; of gradients; of losses, norms and Sinkhorn-Knopp's few numbers, over all ranks. */
export type CollectiveKind = (typeof COLLECTIVE_KINDS)[number];

export interface Collective {
  kind: CollectiveKind;
  /** Bytes that the rank sends, and as many receives. */
  sent: number;
  /** Those of them that leave its node, on average over the node's ranks. */
  crossing: number;
  /** Ranks of the group, and how many of them are on a node. */
  ranks: number;
  ranksPerNode: number;
}

/** How a library's ranks exchange: each with each, or in a ring, of which a node has one way in and one out. */
export type Exchange = 'direct' | 'ring';

export interface CollectiveObserver {
  /** @param buffer of what is sent */
  onStart(collective: Collective, buffer: Tensor): void;
  onJoin(collective: Collective): void;
}

/** @param ranksPerNode of every node */
export function observeCollectives(
  comm: Communicator,
  ranksPerNode: number,
  exchange: Exchange,
  observer: CollectiveObserver,
): Communicator {
  const started = (collective: Collective, buffer: Tensor, work: Work): Work => {
    observer.onStart(collective, buffer);
    return {
      join() {
        work.join();
        observer.onJoin(collective);
      },
      get done() {
        return work.done;
      },
    };
  };
  const collective = (kind: CollectiveKind, group: { size: number }, perNode: number, sent: number): Collective => {
    const together = Math.min(perNode, group.size);
    const others = group.size - together;
    const share = exchange === 'direct' ? others / Math.max(1, group.size - 1) : others === 0 ? 0 : 1 / together;
    return { kind, sent, crossing: sent * share, ranks: group.size, ranksPerNode: together };
  };
  const summed = (buffer: Tensor, group: { rank: number; size: number }) => {
    const width = DTYPE_BYTES[buffer.dtype];
    if (exchange === 'direct') return allReduceBytes(buffer.numel, width, group.rank, group.size);
    return (2 * buffer.numel * width * (group.size - 1)) / group.size;
  };
  const observed = (group: Group, perNode: number): Group => ({
    rank: group.rank,
    size: group.size,
    allGather: (buffer) => {
      const sent = allGatherBytes(buffer.numel * DTYPE_BYTES[buffer.dtype], group.size);
      return started(collective('gather', group, perNode, sent), buffer, group.allGather(buffer));
    },
    reduceScatter: (input, out) => {
      const sent = reduceScatterBytes(input.numel * DTYPE_BYTES[input.dtype], group.size);
      return started(collective('reduce', group, perNode, sent), input, group.reduceScatter(input, out));
    },
    allReduceGradient: (buffer) => {
      const sent = summed(buffer, group);
      return started(collective('reduce', group, perNode, sent), buffer, group.allReduceGradient(buffer));
    },
  });
  const { rank, worldSize, nodes } = comm;
  return {
    rank,
    worldSize,
    world: observed(comm.world, ranksPerNode),
    nodes: nodes && { within: observed(nodes.within, nodes.within.size), across: observed(nodes.across, 1) },
    allReduce: (buffer) => {
      const sent = summed(buffer, { rank, size: worldSize });
      return started(collective('sum', { size: worldSize }, ranksPerNode, sent), buffer, comm.allReduce(buffer));
    },
    barrier: () => comm.barrier(),
    traffic: () => comm.traffic(),
    close: () => comm.close(),
  };
}
