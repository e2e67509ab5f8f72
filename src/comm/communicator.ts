import type { Tensor } from '../nn/backend.js';
import type { Interval } from '../system/monotonic-clock.js';

/** A collective under way. Its tensors are its own until `join`: do not touch or release them before. */
export interface Work {
  /**
   * Operations of the backend that are called from now on see the result; what the host reads of it, it reads through the backend. A
   * CPU blocks here until it is done, and throws CommError if a peer is gone; a GPU's stream will wait instead of the host.
   */
  join(): void;
  readonly done: boolean;
  /** When it ran, once it was joined; null, or no such function, where the host does not know. */
  ran?(): Interval | null;
}

export interface TrafficStats {
  bytesSent: number;
  bytesReceived: number;
  /** Seconds that callers spent blocked in `join`. */
  waitSeconds: number;
}

/**
 * Ranks that gather and sum among themselves. All of them issue the same calls in the same order on each queue: gathers and reductions
 * have a queue each, so that they pass one another. W is the size of the group.
 */
export interface Group {
  /** Within the group. */
  readonly rank: number;
  readonly size: number;
  /** buffer (W * n) of any dtype, this rank's n elements already in their place; the others' arrive as they are. */
  allGather(buffer: Tensor): Work;
  /**
   * input (W * n) float32, float16 or bfloat16; out (n) float32 whatever the input is = the sum over ranks of slice `rank`, in float32
   * and in rank order.
   */
  reduceScatter(input: Tensor, out: Tensor): Work;
  /**
   * buffer (n) float32, float16 or bfloat16 keeps its dtype: the sum over ranks, in float32 and in rank order, rounded once. The same
   * bits on every rank. On the queue of reductions.
   */
  allReduceGradient(buffer: Tensor): Work;
}

/** Groups for shards that lie within a node, of which every node has a copy. */
export interface NodeGroups {
  /** The ranks of this rank's node. */
  readonly within: Group;
  /** The ranks that have this one's place on their node. */
  readonly across: Group;
}

/** All ranks of one generation. */
export interface Communicator {
  readonly rank: number;
  readonly worldSize: number;
  readonly world: Group;
  /** null where no shards lie within nodes. */
  readonly nodes: NodeGroups | null;
  /** buffer (n) float32 becomes the sum over all ranks, in rank order: the same bits on every rank. Passes what groups do. */
  allReduce(buffer: Tensor): Work;
  barrier(): void;
  /** Of all groups together. */
  traffic(): TrafficStats;
  close(): void;
}

/** A rank's place among all, and where its peers find it. */
export interface RankPlace {
  rank: number;
  worldSize: number;
  /** Address that it listens on for its peers' collectives, e.g. 127.0.0.1. */
  host: string;
  /** Of every node, the ranks of a node being neighbours, where shards lie within nodes; null where none do. */
  ranksPerNode: number | null;
  /** 32 bytes that the ranks of its generation have and nobody else: by it they know one another. */
  peerKey: Uint8Array;
}

/** A rank's way to its communicator: it listens, its offer goes to all other ranks, and theirs come back. */
export interface Rendezvous {
  /** Opaque. */
  readonly offer: Uint8Array;
  /** Who tried to join and was turned away, in words; null for nobody. */
  readonly turnedAway: string | null;
  /**
   * @param offers of all ranks, in rank order, this one's too
   * @param timeoutMs for all peers together; 60 s unless given
   * @throws CommError naming the peer that did not answer or prove that it is of this generation
   */
  join(offers: readonly Uint8Array[], timeoutMs?: number): Promise<Communicator>;
}

/** A peer is gone or a collective failed. The generation is over; the process should end. */
export class CommError extends Error {
  readonly code = 'COMM_FAILED';
}
