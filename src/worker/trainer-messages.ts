/**
 * What a worker's two threads say to each other. Control (main thread: gRPC, signals, heartbeats) starts the trainer
 * (worker thread: all the math, may block) and talks to it by messages; what the trainer must see while it computes, and
 * the sign of life that control must see while the trainer blocks, are in a SharedArrayBuffer.
 */

import type { MessagePort } from 'node:worker_threads';
import type { WrittenShard } from '../checkpoint/save/save-service.js';
import type { ExitCode } from '../errors/user-error.js';
import type { ComputeType } from '../precision/compute-type.js';
import type { TrainingReport } from '../train/loop.js';

/** Int32 slots of the shared buffer. */
export const SharedSlot = {
  /** Control writes 1: save a checkpoint at the next common step boundary and stop. */
  stopRequested: 0,
  /** The trainer adds 1 at each unit of work (an FSDP unit, a batch, a chunk of a save): stalls are judged by it. */
  progress: 1,
  /** Control writes 1, the trainer 0 when it has seen it: save a checkpoint at the next common step boundary and go on. */
  saveRequested: 2,
  size: 3,
} as const;

/** `workerData` of the trainer thread. */
export interface TrainerStart {
  shared: SharedArrayBuffer;
  /** Of the flight recorder. */
  flight: SharedArrayBuffer;
  /** For the thread that writes this rank's files: control hears of each at once, as a WrittenShard. */
  shards: MessagePort;
  jobId: string;
  generation: number;
  /** The resolved configuration, as JSON-safe data (src/config/schema.ts `Config`). */
  config: unknown;
  outputDir: string;
  /** Where this node has the images. */
  datasetPaths: string[];
  /** Where this rank writes checkpoints, if on a disk of the node's own; empty where they go elsewhere. */
  checkpointDir: string;
  rank: number;
  worldSize: number;
  /** Of each node, in the order of the ranks: those of a node are neighbours. */
  nodeRanks: number[];
  localRank: number;
  /** Address that this rank listens on for its peers' collectives, e.g. 127.0.0.1. */
  listenHost: string;
  /** By which this rank and its peers know one another: of this generation alone. */
  peerKey: Uint8Array;
  /** OpenMP threads for this rank. */
  threads: number;
  device: string;
  /** What all ranks compute in. */
  computeType: ComputeType;
  /** Step directory to resume from, as the coordinator chose it: the same on every rank. null: start afresh. */
  resumeFrom: string | null;
  /** Directory of the run's snapshots; null for none. */
  snapshotDir: string | null;
  /** Images of a step over all ranks: the job's, at any world size. */
  globalBatch: number;
}

export type TrainerCommand =
  /** Every rank's collective address, in rank order. Sent once, after every rank has said `address`. */
  { kind: 'connect'; addresses: Uint8Array[] };

export type TrainerEvent =
  /** For control alone: a name in the flight recorder, and its number. */
  | { kind: 'name'; name: string; number: number }
  /** Listening; the opaque collective address of this rank. */
  | { kind: 'address'; address: Uint8Array }
  /** Connected, state loaded: the first step follows. `summary` says for the log what this rank holds. */
  | { kind: 'running'; startStep: number; totalSteps: number; summary: string }
  /** `steps` is empty on all ranks but the first. */
  | { kind: 'report'; report: TrainingReport }
  | ({ kind: 'shardWritten' } & WrittenShard)
  | { kind: 'log'; level: 'info' | 'warn'; message: string }
  /** `problem`: why the state that was saved is of no use; empty where it is sound. */
  | { kind: 'done'; reason: 'finished' | 'stopped'; step: number; steps: number; skipped: number; problem: string }
  /** `code` is the error's code where it has one; `fatal`: a restart cannot help (bad config, bad data, no disk), and the job ends
   * with `exitCode`. */
  | { kind: 'failed'; code: string; message: string; fatal: boolean; exitCode: ExitCode };
