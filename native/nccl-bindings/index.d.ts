import type { Tensor } from '../../src/nn/backend.js';

/**
 * NCCL as an orchestrator of ranks uses it. The library is no part of this package: `load` binds the one of this machine, and what it is too
 * old for says so when it is called, with the version since which NCCL has it. Names and meanings are NCCL's own; see its user guide.
 *
 * Nothing here blocks for a peer that is gone: communicators are non-blocking, a call that NCCL has not accepted yet is waited for in small
 * steps, and `abort`, from any thread of the process, frees whoever waits. Errors have a code: COMM_FAILED where a peer, the network or a
 * GPU has failed or the communicator was aborted, NCCL_MISUSE where NCCL refuses what it was asked.
 *
 * n is a number of elements, W the size of a communicator.
 */

/**
 * A queue of work on a GPU, a cudaStream_t: whoever owns the device hands it out (`NativeLanes.stream`). Collectives are put on it and run
 * in its order; their memory must stay as it is until the stream has passed them.
 */
export type Stream = Readonly<Record<never, never>>;

/** How NCCL reads the bytes of a tensor, whatever the tensor's own dtype. The float8 ones since 2.24. */
export type NcclDType =
  | 'int8'
  | 'uint8'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float16'
  | 'float32'
  | 'float64'
  | 'bfloat16'
  | 'float8e4m3'
  | 'float8e5m2';

export type ReduceOp = 'sum' | 'prod' | 'max' | 'min' | 'avg';

/** ncclConfig_t; what is left out is NCCL's to choose. */
export interface Config {
  /** In NCCL's log. Since 2.27. */
  commName?: string;
  cgaClusterSize?: number;
  minCTAs?: number;
  maxCTAs?: number;
  /** Of the network, such as IB or Socket. */
  netName?: string;
  /** Whether communicators that are split off share this one's resources. Since 2.18. */
  splitShare?: boolean;
  /** Since 2.24. */
  trafficClass?: number;
  /** Multiprocessors that collectives may take. Since 2.27. */
  ctaPolicy?: 'default' | 'efficiency' | 'zero';
  /** Since 2.27. */
  shrinkShare?: boolean;
  nvlsCTAs?: number;
}

export interface CommunicatorOptions {
  /** Of `uniqueId`, made by one rank and the same on all. */
  id: Uint8Array;
  rank: number;
  size: number;
  config?: Config;
}

/** Memory that NCCL keeps mapped: see `Communicator.register`. Opaque. */
export type Registration = Readonly<Record<never, never>>;

/**
 * Binds the library at an absolute path, such as /usr/lib/x86_64-linux-gnu/libnccl.so.2. A process has one: another path, once one is
 * bound, is an error, and the same one does nothing.
 * @returns its version, such as 2.28.9
 * @throws where it does not load, or is older than 2.18
 */
export function load(path: string): string;

/** 128 bytes that ranks find one another by: whoever calls it listens for the others until all have come. */
export function uniqueId(): Uint8Array;

/**
 * ncclGroupStart, the calls, ncclGroupEnd: they are accepted together, so that sends and receives between the same ranks cannot wait for
 * one another, and one thread can speak for several ranks. What was called before `calls` throws is done all the same.
 */
export function group(calls: () => void): void;

/**
 * Aborts every communicator of this process, of whichever thread.
 * @returns how many there were
 */
export function abortAll(): number;

/** One rank's end of a communicator. Its calls are for one thread, but for `abort`. A call waits for what is being set up. */
export class Communicator {
  /** ncclCommInitRankConfig, on the device that the thread has set: returns at once, and the other ranks may come later. */
  constructor(options: CommunicatorOptions);
  readonly rank: number;
  readonly size: number;
  /** ncclCommCuDevice: the number of its GPU. */
  readonly device: number;
  /** Whether NCCL has nothing under way for it: set-up, split, finalize, or a call of a group. @throws its asynchronous error */
  settled(): boolean;
  /**
   * Until `settled`, without blocking the thread.
   * @param timeoutMs 60 s unless given
   * @throws rejects with its asynchronous error, or COMM_FAILED after the time
   */
  ready(timeoutMs?: number): Promise<void>;
  /** ncclGetLastError: what NCCL wrote last of this rank, or nothing. */
  lastError(): string;

  /** input (n), output (n), which may be the same. */
  allReduce(input: Tensor, output: Tensor, dtype: NcclDType, op: ReduceOp, stream: Stream): void;
  /** input (n) of the root goes to output (n) of all; the others' input is not read. */
  broadcast(input: Tensor, output: Tensor, dtype: NcclDType, root: number, stream: Stream): void;
  /** input (n); output (n) of the root, the others' is not written. */
  reduce(input: Tensor, output: Tensor, dtype: NcclDType, op: ReduceOp, root: number, stream: Stream): void;
  /** input (n), output (W * n); in place where input is rank `rank`'s part of output. */
  allGather(input: Tensor, output: Tensor, dtype: NcclDType, stream: Stream): void;
  /** input (W * n), output (n); in place where output is rank `rank`'s part of input. */
  reduceScatter(input: Tensor, output: Tensor, dtype: NcclDType, op: ReduceOp, stream: Stream): void;
  /** input (n) goes to a `receive` of the peer; both in a `group` where a rank does both. */
  send(input: Tensor, dtype: NcclDType, peer: number, stream: Stream): void;
  receive(output: Tensor, dtype: NcclDType, peer: number, stream: Stream): void;

  /** ncclCommRegister: keeps the tensor's memory mapped for collectives until `deregister`, or the end. Since 2.19. */
  register(memory: Tensor): Registration;
  deregister(registration: Registration): void;

  /**
   * ncclCommSplit, by all ranks: those of one color are a communicator, ordered by key. Since 2.18.
   * @param color null: in none, and null comes back
   */
  split(color: number | null, key: number, config?: Config): Communicator | null;
  /**
   * ncclCommShrink, by the ranks that stay. Since 2.27.
   * @param abort ends what is under way first: where a rank is gone
   */
  shrink(excludedRanks: readonly number[], abort: boolean, config?: Config): Communicator;
  /** ncclCommRevoke: what is under way ends and nothing more begins, but it can be shrunk. Since 2.28. */
  revoke(): void;
  /** ncclCommFinalize, by all ranks: when `settled` all that was asked for is done, and `destroy` does not wait. */
  finalize(): void;
  /** ncclCommDestroy: waits for what is under way, which is the peers' affair too unless it was finalized. */
  destroy(): void;
  /** ncclCommAbort: ends what is under way, frees who waits, and never waits for a peer. Twice is nothing. */
  abort(): void;
}
