import type { Tensor } from '../../src/nn/backend.js';
import type { Interval } from '../../src/system/monotonic-clock.js';

/**
 * Memory that a collective reads or writes while JavaScript goes on: a Tensor of a CPU backend, whose storage the collective
 * holds, or a typed array in shared memory. An ArrayBuffer's is refused with a TypeError: it can be transferred or resized.
 */
export type Memory = Tensor | SharedArray;
export type SharedArray =
  | Float32Array<SharedArrayBuffer>
  | Uint16Array<SharedArrayBuffer>
  | Int32Array<SharedArrayBuffer>
  | Uint8Array<SharedArrayBuffer>;

/** Format of numbers on the wire. Sums are in float32 in every case. */
export type WireDType = 'float32' | 'float16' | 'bfloat16';

/** A collective under way. Do not touch its memory, nor lend it again, before `wait` returned or `done` is true. */
export interface Operation {
  /** Blocks this thread until done. Throws an Error with code COMM_FAILED where a peer is gone. */
  wait(): void;
  readonly done: boolean;
  /** From when its queue came to it until it was done; null before that. */
  ran(): Interval | null;
}

export interface MeshOptions {
  rank: number;
  worldSize: number;
  /** Address of this machine that peers connect to, such as 127.0.0.1. */
  host: string;
}

export interface Traffic {
  /** Payload only. */
  bytesSent: number;
  bytesReceived: number;
  /** Spent in `Operation.wait`. */
  waitSeconds: number;
}

/**
 * One rank's connections to all the others. Collectives run in three queues that pass one another: gathers (allGather),
 * reductions (reduceScatter, allReduceGradient) and small sums (allReduce, barrier); within a queue, in the order of
 * the calls, which must be the same on all ranks. After the first failure every collective fails, for the same reason.
 * W is the world size, n a number of elements.
 */
export class Mesh {
  /** Listens at once, on one port. Throws COMM_FAILED where it cannot listen on `host`. */
  constructor(options: MeshOptions);
  /** For the other ranks' `connect`. */
  address(): Uint8Array;
  /**
   * Both ends of each connection prove that they have what `prove` has; whoever cannot is turned away. No port is open afterwards.
   * @param addresses every rank's `address()`, in rank order, this one's own too
   * @param prove called with what both ends of a connection have said, 96 bytes of which each has made 32 at random; returns the proof of
   *   the end that dialed and that of the end that listens, 32 bytes each. A key that the ranks share must be in both.
   * @param timeoutMs for all peers together; 60 s unless given
   * @returns who was turned away, in words; null for nobody
   * @throws rejects with COMM_FAILED, naming the peer that did not answer or prove itself
   */
  connect(
    addresses: readonly Uint8Array[],
    prove: (transcript: Uint8Array) => Uint8Array,
    timeoutMs?: number,
  ): Promise<string | null>;
  /** buffer (W * n), any type: this rank's n are in their place, the others' arrive. */
  allGather(buffer: Memory): Operation;
  /** input (W * n) in `dtype`, out (n) float32 = the sum over ranks of slice `rank`, added in float32 in rank order. */
  reduceScatter(input: Memory, dtype: WireDType, out: Memory): Operation;
  /** buffer (n) float32 becomes the sum over ranks, added in rank order: the same bits on every rank. */
  allReduce(buffer: Memory): Operation;
  /** As allReduce, beside it: added in float32, rounded once to `dtype`. */
  allReduceGradient(buffer: Memory, dtype: WireDType): Operation;
  barrier(): Operation;
  traffic(): Traffic;
  /** Never waits for a peer. Collectives under way fail, here and at the peers. */
  close(): void;
}
