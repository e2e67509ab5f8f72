import { batchesInMemory } from '../data/batches.js';
import { stateBytesPerRank } from '../fsdp/plan.js';
import { CUDA_STEPS_AHEAD } from '../nn/cuda-backend.js';
import { layoutOf, PREFETCHED } from '../train/open-batches.js';
import type { DryRun } from './dry-run.js';

/** Bytes of a node's memory that one rank comes to, at most. */
export interface HostMemory {
  /** Of its worker's process. */
  process: ProcessMemory;
  /** A process that waits to take the place of the worker. */
  standby: number;
  /** Snapshots of weights and moments, in a file system in memory. */
  snapshots: number;
  total: number;
}

export interface ProcessMemory {
  /** Node with its threads and their heaps, addons, libraries. */
  program: number;
  /** On a CPU, in pages. */
  tensors: number;
  /** Prepared by the loader. */
  batches: number;
  /** Weights and moments on their way to a checkpoint, from the first save on. */
  saves: number;
  total: number;
}

const MEGA = 1e6;
/** Measured with Node 20 on x86-64, by `npm run bench -- plan`: 150 to 190. */
const PROGRAM = 168 * MEGA;
const STANDBY = 85 * MEGA;
/** Two are kept while a third is made. */
const SNAPSHOTS = 3;
/** Batches that a device may still read while the host is ahead of it. */
const STEPS_AHEAD = { cpu: 0, gpu: CUDA_STEPS_AHEAD };

/** @param nodes of the job: where there are several, each keeps what another one has of every snapshot as well */
export function hostMemory({ state, memory }: DryRun, device: 'cpu' | 'gpu', nodes: number): HostMemory {
  const { config, plan } = state;
  const saves = stateBytesPerRank(plan);
  const parts = {
    program: PROGRAM,
    tensors: memory.resident ?? 0,
    batches: batchesInMemory(PREFETCHED, STEPS_AHEAD[device]) * layoutOf(state, config.train.batch_size_per_gpu).bytes,
    saves,
  };
  const process = { ...parts, total: parts.program + parts.tensors + parts.batches + parts.saves };
  const copies = nodes > 1 ? 2 : 1;
  const snapshots = config.train.snapshot_seconds !== 0 ? SNAPSHOTS * copies * saves : 0;
  return { process, standby: STANDBY, snapshots, total: process.total + STANDBY + snapshots };
}
