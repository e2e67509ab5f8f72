import type { Config } from '../config/schema.js';
import type { Networks } from '../model/networks.js';
import type { Backend } from '../nn/backend.js';
import { workOf } from '../nn/op-work.js';
import { openBackend } from '../nn/open-backend.js';
import { watchOps } from '../nn/watch-ops.js';
import type { ComputeType } from '../precision/compute-type.js';
import { watchOthers } from '../system/cpu-time.js';
import { FrozenTeacher } from '../train/start/frozen-teacher.js';
import { EchoCommunicator } from './echo-communicator.js';
import { noiseBatches } from './noise-batches.js';
import { type CpuRates, type MeasuredOp, ratesOf } from './op-rates.js';
import { openRankSteps } from './rank-steps.js';
import { smallerStep } from './smaller-step.js';

/** What is to be rehearsed: one rank of so many. */
export interface Rehearsed {
  ranks: number;
  compute: ComputeType;
  threads: number;
  /** That makes the targets in distillation. */
  frozen: Networks | null;
}

/** What was run: how much of a step, and how fast its ops were. */
export interface Rehearsal extends CpuRates {
  images: number;
  blocks: number;
  /** Cores that other programs kept busy meanwhile. */
  othersCores: number;
}

/** The first step takes about twice as long as those that follow. */
const STEPS_IN_TIME = 4;
const MOST_STEPS = 6;

/**
 * Runs a few steps of the configuration, cut down to what takes no longer than so many seconds, on this machine's CPU, and looks how long
 * each op takes.
 */
export function rehearse(config: Config, { ranks, compute, threads, frozen }: Rehearsed, seconds: number): Rehearsal {
  const end = performance.now() + 1000 * seconds;
  const others = watchOthers();
  const cpu = openBackend('cpu', compute);
  cpu.setThreads(threads);
  const smaller = smallerStep({ config: withoutScaler(config), frozen }, (productRate(cpu) * seconds) / STEPS_IN_TIME);
  const measured: MeasuredOp[] = [];
  let step: Omit<MeasuredOp, 'alone'>[] = [];
  const backend = watchOps(cpu, (op, args, run) => {
    const start = performance.now();
    const made = run();
    const took = (performance.now() - start) / 1000;
    const work = workOf(op, args, made);
    if (work !== null) step.push({ op, work, seconds: took });
    return made;
  });
  // More ranks than two move other numbers of bytes by the same ops.
  const comm = new EchoCommunicator(backend, Math.min(ranks, 2));
  const teacher = smaller.frozen && new FrozenTeacher(smaller.config, smaller.frozen, backend, comm, () => {});
  teacher?.initialize();
  const { state, run } = openRankSteps(smaller.config, backend, comm, teacher);
  state.initialize();
  const batchOf = noiseBatches(state);
  let between = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= MOST_STEPS; i++) {
    step = [];
    const batch = batchOf(i);
    const busy = process.cpuUsage();
    const start = performance.now();
    run(i, batch);
    const took = (performance.now() - start) / 1000;
    if (i === 0) continue;
    const { user, system } = process.cpuUsage(busy);
    const share = shareAlone(took, (user + system) / 1e6, threads);
    measured.push(...step.map((op) => ({ ...op, alone: share * op.seconds })));
    const inOps = step.reduce((sum, op) => sum + op.seconds, 0);
    between = Math.min(between, (share * (took - inOps)) / step.length);
    if (performance.now() + 1000 * took > end) break;
  }
  state.close();
  const { student, train } = smaller.config;
  return {
    ...ratesOf(measured, between),
    images: train.batch_size_per_gpu,
    blocks: student.depth!,
    othersCores: others(),
  };
}

/** With its first scale gradients in 16 bits would not be finite, and nothing would be updated. */
function withoutScaler(config: Config): Config {
  return { ...config, compute_precision: { ...config.compute_precision, grad_scaler: false } };
}

/** Of its threads' time that a step works, where nothing else runs: the rest they wait for one another. */
const LEAST_WORKING = 0.95;

/** Of a step's seconds those that it would have taken alone: where its threads worked less, other programs had their cores. */
function shareAlone(seconds: number, coreSeconds: number, threads: number): number {
  return Math.min(1, coreSeconds / (LEAST_WORKING * threads * seconds));
}

const TRIAL = 512;
const TRIALS = 4;

/** Operations a second, roughly: in a few milliseconds. */
function productRate(backend: Backend): number {
  const [x, weight] = [backend.zeros([TRIAL, TRIAL], 'float32'), backend.zeros([TRIAL, TRIAL], 'float32')];
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TRIALS; i++) {
    const start = performance.now();
    backend.linear(x, weight, null).release();
    best = Math.min(best, performance.now() - start);
  }
  x.release();
  weight.release();
  return (2 * TRIAL ** 3 * 1000) / best;
}
