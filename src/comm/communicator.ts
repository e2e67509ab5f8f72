import type { Tensor } from '../nn/backend.js';

/**
 * A collective under way. It holds its tensors until it is done: they may be released at once, but their elements are its own
 * until `join`.
 */
export interface Work {
  /**
   * Operations of the backend that are called from now on see the result; what the host reads of it, it reads through the backend. A
   * CPU blocks here until it is done, and throws CommError if a peer is gone; a GPU's stream will wait instead of the host.
   */
  join(): void;
  readonly done: boolean;
}

export interface TrafficStats {
  bytesSent: number;
  bytesReceived: number;
  /** Seconds that callers spent blocked in `join`. */
  waitSeconds: number;
}

/**
 * Collectives among the ranks of one generation. All ranks issue the same calls in the same order on each queue: gathers,
 * reductions and small sums have a queue each, so that they pass one another. W is the world size.
 */
export interface Communicator {
  readonly rank: number;
  readonly worldSize: number;
  /** buffer (W * n) of any dtype, this rank's n elements already in their place; the others' arrive as they are. */
  allGather(buffer: Tensor): Work;
  /**
   * input (W * n) float32, float16 or bfloat16; out (n) float32 whatever the input is = the sum over ranks of slice `rank`, in float32
   * and in rank order.
   */
  reduceScatter(input: Tensor, out: Tensor): Work;
  /** buffer (n) float32 becomes the sum over ranks, in rank order: the same bits on every rank. On the small queue. */
  allReduce(buffer: Tensor): Work;
  /**
   * As allReduce, on the queue of reductions. buffer (n) float32, float16 or bfloat16 keeps its dtype: summed in float32, rounded
   * once.
   */
  allReduceGradient(buffer: Tensor): Work;
  barrier(): void;
  traffic(): TrafficStats;
  close(): void;
}

/** A peer is gone or a collective failed. The generation is over; the process should end. */
export class CommError extends Error {
  readonly code = 'COMM_FAILED';
}
