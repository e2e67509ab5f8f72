import { constants } from 'node:buffer';
import type { Communicator } from '../comm/communicator.js';
import { NullCommunicator } from '../comm/null-communicator.js';
import { ConfigError } from '../config/config-error.js';
import type { Config } from '../config/schema.js';
import type { Backend, Tensor } from '../nn/backend.js';
import { CUDA_ROW_MULTIPLE } from '../nn/cuda-backend.js';
import { NullBackend } from '../nn/null-backend.js';
import { type Work, workOf } from '../nn/op-work.js';
import { watchOps } from '../nn/watch-ops.js';
import type { ComputeType } from '../precision/compute-type.js';
import { nodeSharding } from '../train/node-sharding.js';
import { layoutOf } from '../train/open-batches.js';
import { shapeFrozenTeacher } from '../train/start/frozen-teacher.js';
import { stepFlops } from '../train/step-multiply-adds.js';
import type { TrainingState } from '../train/training-state.js';
import { type Collective, observeCollectives } from './collectives.js';
import { cpuScratch } from './cpu-scratch.js';
import { heaviestShare } from './heaviest-share.js';
import { type MemoryByKind, MemoryLedger } from './memory-ledger.js';
import { blankBatches } from './noise-batches.js';
import { DevicePool, HostPool } from './pools.js';
import { openRankSteps } from './rank-steps.js';

/** Numbers of masked patches differ from step to step, in large batches less than in small ones. */
export function dryStepsOf(imagesPerRank: number): number {
  return Math.min(MOST_STEPS, Math.max(LEAST_STEPS, Math.floor(IMAGES / imagesPerRank)));
}

const [LEAST_STEPS, MOST_STEPS, IMAGES] = [3, 20, 1280];

export interface DryFleet {
  nodes: number;
  ranksPerNode: number;
  device: 'cpu' | 'gpu';
  compute: ComputeType;
  /** Of a rank's ops, on a CPU. */
  threads: number;
}

/** What a rank does in a step, in order. A collective runs beside the ops until it is joined. */
export type StepEvent = { kind: 'op'; op: string; work: Work } | { kind: 'start' | 'join'; collective: Collective };

export interface DryRun {
  state: TrainingState;
  /** By step. */
  steps: StepEvent[][];
  /** Of products and attention, on average: what stochastic depth leaves out and rows that nothing reads are not among them. */
  flops: number;
  /** Bytes of tensors. */
  memory: {
    betweenSteps: MemoryByKind;
    /** What is in use when it is most. */
    atPeak: MemoryByKind;
    peak: number;
    /** That the pool has taken from the device, in use or kept. */
    reserved: number;
    /** That a CPU's blocks come to in pages; null on a GPU. */
    resident: number | null;
  };
}

/**
 * Runs steps of the first rank on a backend that computes nothing, and writes down what it does.
 * @throws ConfigError where the nodes could not share the network out as the configuration says, or a batch is too large for any of them
 */
export async function dryRun(config: Config, fleet: DryFleet): Promise<DryRun> {
  const pool = fleet.device === 'gpu' ? new DevicePool() : new HostPool();
  const ledger = new MemoryLedger(pool);
  const notes: Notes = { events: [], ledger, isStep: false };
  const backend = silentBackend(fleet, notes);
  const comm = silentRanks(config, fleet, notes);
  const frozenTeacher = await shapeFrozenTeacher(config, backend, comm);
  ledger.labelRest('frozenTeacher');
  const { state, run } = openRankSteps(config, backend, comm, frozenTeacher);
  labelState(ledger, state);
  checkBatch(state);
  notes.isStep = true;
  notes.events = [];

  const batchOf = blankBatches(state);
  const flopsOf = stepFlops(state);
  const count = dryStepsOf(config.train.batch_size_per_gpu);
  const steps: StepEvent[][] = [];
  let flops = 0;
  for (let step = 0; step < count; step++) {
    const batch = batchOf(step);
    run(step, batch);
    steps.push(notes.events);
    notes.events = [];
    flops += flopsOf(batch) / count;
  }
  const heaviest = heaviestShare(config, comm.worldSize);
  if (heaviest !== null) run(count, batchOf(heaviest.step, heaviest.rank));
  const { peakBytes, bytesReserved } = pool.stats();
  return {
    state,
    steps,
    flops,
    memory: {
      betweenSteps: ledger.inUse(),
      atPeak: ledger.atPeak(),
      peak: peakBytes,
      reserved: bytesReserved,
      resident: pool instanceof HostPool ? pool.mostResidentBytes : null,
    },
  };
}

/** What is written down meanwhile. */
interface Notes {
  /** Of the step so far. */
  events: StepEvent[];
  ledger: MemoryLedger;
  /** Whether steps have begun: before, a rank takes what it holds. */
  isStep: boolean;
}

function silentBackend({ device, compute, threads }: DryFleet, notes: Notes): Backend {
  const isGpu = device === 'gpu';
  const silent = new NullBackend(compute, isGpu ? CUDA_ROW_MULTIPLE : 1, 'null', notes.ledger);
  return watchOps(silent, (op, args, run) => {
    const made = run();
    if (!isGpu) notes.ledger.passing(cpuScratch(op, args, { compute, threads }));
    if (notes.isStep) labelOf(notes.ledger, op, args, made);
    const work = workOf(op, args, made);
    if (work !== null) notes.events.push({ kind: 'op', op, work });
    return made;
  });
}

function silentRanks(config: Config, { nodes, ranksPerNode, device }: DryFleet, notes: Notes): Communicator {
  const sharding = nodeSharding(config, new Array<number>(nodes).fill(ranksPerNode));
  const silent = new NullCommunicator(0, nodes * ranksPerNode, sharding.ranksPerNode);
  return observeCollectives(silent, ranksPerNode, device === 'gpu' ? 'ring' : 'direct', {
    onStart(collective, buffer) {
      if (collective.kind === 'gather') notes.ledger.label(buffer, 'gatheredWeights');
      if (collective.kind === 'reduce') notes.ledger.label(buffer, 'travellingGradients');
      notes.events.push({ kind: 'start', collective });
    },
    onJoin: (collective) => notes.events.push({ kind: 'join', collective }),
  });
}

/** @throws ConfigError where a rank's batch is larger than what JavaScript has in one piece */
function checkBatch(state: TrainingState): void {
  const images = state.config.train.batch_size_per_gpu;
  const { bytes } = layoutOf(state, images);
  if (bytes <= constants.MAX_LENGTH) return;
  throw new ConfigError(
    'SIZE_TOO_LARGE',
    `train.batch_size_per_gpu is ${images}: crops and masks of a rank come to ${bytes} bytes, and a batch lies in one piece, of which Node has at ` +
      `most ${constants.MAX_LENGTH}; give it ${Math.floor((images * constants.MAX_LENGTH) / bytes)} or fewer, on more ranks`,
    { keys: ['train.batch_size_per_gpu'] },
  );
}

function labelState(ledger: MemoryLedger, { shards, rounded }: TrainingState): void {
  for (const { student, teacher, expAvg, expAvgSq, grad } of shards) {
    ledger.label(student, 'student');
    ledger.label(teacher, 'teacher');
    ledger.label(expAvg, 'expAvg');
    ledger.label(expAvgSq, 'expAvgSq');
    ledger.label(grad, 'gradients');
  }
  for (const copies of rounded)
    for (const copy of copies === null ? [] : [copies.student, copies.teacher]) ledger.label(copy, 'roundedWeights');
  ledger.labelRest('counters');
}

/** By what an op does with a tensor. */
function labelOf(ledger: MemoryLedger, op: string, args: readonly unknown[], made: unknown): void {
  if (op === 'uploadLater') ledger.label(args[0] as Tensor, 'batch');
  if (op === 'cast') ledger.converted(args[0] as Tensor, args[1] as Tensor);
  // Zeros are made where the first of several gradients is added.
  if (op === 'zeros' || op.includes('Backward'))
    if (made !== undefined) ledger.label(made as Tensor, 'activationGradients');
}
