/**
 * The whole training step without reading images: masks, teacher, student, losses, backward, clip, AdamW, EMA; one rank
 * with all cores. Settings are those of a step with stochastic depth 0.4, separate iBOT head, Sinkhorn-Knopp.
 */
import { parseArgs } from 'node:util';
import { LocalCommunicator } from '../src/comm/local-communicator.js';
import { configFromObject } from '../src/config/load.js';
import type { Config } from '../src/config/schema.js';
import { peakFlops } from '../src/gpu/peak-flops.js';
import type { Backend, Mark } from '../src/nn/backend.js';
import { openBackend } from '../src/nn/open-backend.js';
import { noiseBatches } from '../src/plan/noise-batches.js';
import { usableCores } from '../src/system/cores.js';
import { Objective } from '../src/train/objective.js';
import { Optimizer } from '../src/train/optimizer.js';
import { buildSchedules, peakLearningRate } from '../src/train/schedules.js';
import { uploadBatch } from '../src/train/step-inputs.js';
import { stepFlops } from '../src/train/step-multiply-adds.js';
import { StepRecords } from '../src/train/step-record.js';
import { TrainingState } from '../src/train/training-state.js';
import { computeTypeOf } from './compute-type.js';
import { measureGemmRate } from './gemm.js';
import { type KernelSummary, startKernelTimes } from './kernel-times.js';
import { wholeNumber } from './whole-number.js';

/** Of the network and the batch. */
export const STEP_OPTIONS = {
  arch: { type: 'string', default: 'vit_tiny' },
  patch: { type: 'string', default: '8' },
  global: { type: 'string', default: '64' },
  local: { type: 'string', default: '32' },
  locals: { type: 'string', default: '4' },
  batch: { type: 'string', default: '32' },
  prototypes: { type: 'string', default: '4096' },
  threads: { type: 'string', default: String(usableCores().usable) },
} as const;

const OPTIONS = {
  ...STEP_OPTIONS,
  steps: { type: 'string', default: '6' },
  precision: { type: 'string', default: 'fp32' },
  device: { type: 'string', default: 'cpu' },
  profile: { type: 'boolean', default: false },
  peer: { type: 'string' },
  'peer-compiled': { type: 'boolean', default: false },
  rounds: { type: 'string', default: '3' },
  json: { type: 'boolean', default: false },
} as const;

export const WARM_UP_STEPS = 2;

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const steps = wholeNumber('steps', values.steps);
  const config = configOf(values);
  if (values.peer !== undefined) {
    (await import('./beside-released.js')).runBesideReleased({ ...values, peer: values.peer });
    return;
  }
  const backend = openBackend(values.device === 'cuda' ? 'cuda:0' : values.device, computeTypeOf(values.precision));
  const { name } = backend.info;
  const isCpu = backend.device === 'cpu';
  const gemm = isCpu ? measureGemmRate(backend, wholeNumber('threads', values.threads)) : null;

  const { milliseconds, hostMilliseconds, losses, flops, kernels } = timeSteps(config, backend, steps, values.profile);
  const globalBatch = config.train.batch_size_per_gpu;
  const median = milliseconds[Math.floor(milliseconds.length / 2)]!;
  const gflops = flops / median / 1e6;
  const peak = isCpu ? null : peakFlops(name, backend.compute);
  const result: StepResult = {
    images_per_second: (1000 * globalBatch) / median,
    median_ms: median,
    min_ms: milliseconds[0]!,
    max_ms: milliseconds.at(-1)!,
    peak_memory_bytes: backend.memory().peakBytes,
    max_rss_bytes: process.resourceUsage().maxRSS * 1024,
    gflops,
    gemm_gflops: gemm?.gflops ?? null,
    share_of_gemm_rate: gemm && gflops / gemm.gflops,
    device: backend.device,
    device_name: name,
    mfu: peak && (1e9 * gflops) / peak,
    host_ms: hostMilliseconds,
    kernels,
    precision: backend.compute,
    threads: wholeNumber('threads', values.threads),
    last_loss: losses.at(-1)!,
  };
  if (values.json) {
    console.log(JSON.stringify(result));
    return;
  }
  console.log(
    `${describeStep(values)}: median ${median.toFixed(0)} ms ` +
      `(${result.min_ms.toFixed(0)}..${result.max_ms.toFixed(0)} of ${steps}), ` +
      `${result.images_per_second.toFixed(2)} images/s, peak ${(result.peak_memory_bytes / 1e9).toFixed(2)} GB ` +
      `(process ${(result.max_rss_bytes / 1e9).toFixed(2)} GB), ${gflops.toFixed(0)} GF/s${shareOf(result)}`,
  );
  if (kernels !== null) console.log(kernelLines(kernels).join('\n'));
}

function shareOf({ gemm_gflops, share_of_gemm_rate, mfu, device_name, host_ms }: StepResult): string {
  const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
  if (gemm_gflops !== null)
    return ` = ${percent(share_of_gemm_rate!)} of this machine's GEMM rate (${gemm_gflops.toFixed(0)} GF/s)`;
  const ofPeak = mfu === null ? 'whose peak is not known' : `MFU ${percent(mfu)}`;
  return `, ${device_name}, ${ofPeak}; the host is busy for ${host_ms.toFixed(1)} ms a step`;
}

const KERNELS_SHOWN = 25;

function kernelLines({ idle_share, kernels }: KernelSummary): string[] {
  return [
    `${(100 * idle_share).toFixed(2)} % of the time no kernel runs; of the others' time:`,
    ...kernels
      .slice(0, KERNELS_SHOWN)
      .map(
        ({ name, runs, seconds, share }) =>
          `${(100 * share).toFixed(1).padStart(6)} % ${(1e3 * seconds).toFixed(2).padStart(9)} ms ${String(runs).padStart(6)} x ${name.slice(0, 120)}`,
      ),
  ];
}

/**
 * The host goes ahead of the device as in training: a step's time is from the end of the one before to its own.
 * @param profile whether to keep the times of kernels in the measured steps, on a GPU
 * @returns milliseconds of each step after those that warm up, in ascending order; of the host in one, on average; losses of all;
 *   operations of one, two for each multiply-add
 */
export function timeSteps(config: Config, backend: Backend, steps: number, profile = false) {
  const state = new TrainingState(config, backend, new LocalCommunicator(backend), () => {});
  state.initialize();
  const objective = new Objective(state);
  const optimizer = new Optimizer(state);
  const records = new StepRecords(backend, state.submodules, WARM_UP_STEPS + steps);
  const globalBatch = config.train.batch_size_per_gpu;
  const schedules = buildSchedules(config, peakLearningRate(config.optim, globalBatch));
  const batchOf = noiseBatches(state);

  const ends: number[] = [];
  const inFlight: Mark[] = [];
  let waited = 0;
  const flopsOf = stepFlops(state);
  let flops = 0;
  let finishProfile: (() => KernelSummary) | null = null;
  const settle = (most: number) => {
    while (inFlight.length > most) {
      const began = performance.now();
      inFlight.shift()!.wait();
      ends.push(performance.now());
      if (ends.length > WARM_UP_STEPS) waited += ends.at(-1)! - began;
    }
  };
  for (let step = 0; step < WARM_UP_STEPS + steps; step++) {
    if (step === WARM_UP_STEPS) {
      settle(0);
      backend.resetPeak();
      if (profile) finishProfile = startKernelTimes();
    }
    const batch = batchOf(step);
    const inputs = uploadBatch(state, batch, globalBatch);
    const record = records.begin(step);
    const at = schedules(step);
    objective.forwardBackward(inputs, at.teacherTemp, record);
    optimizer.sumOverRanks(record);
    optimizer.update(at, record);
    inputs.release();
    inFlight.push(backend.mark());
    settle(backend.stepsAhead);
    if (step < WARM_UP_STEPS) continue;
    flops += flopsOf(batch) / steps;
  }
  settle(0);
  const kernels = finishProfile?.() ?? null;
  const losses = records.read(0, WARM_UP_STEPS + steps).map(({ losses: { total_loss } }) => total_loss);
  if (!losses.every(Number.isFinite)) throw new Error(`losses are not finite: ${losses.join(', ')}`);

  const milliseconds = ends.slice(WARM_UP_STEPS).map((end, i) => end - ends[WARM_UP_STEPS + i - 1]!);
  const hostMilliseconds = (ends.at(-1)! - ends[WARM_UP_STEPS - 1]! - waited) / steps;
  milliseconds.sort((a, b) => a - b);
  return { milliseconds, hostMilliseconds, losses, flops, kernels };
}

/** What --json prints. */
export interface StepResult {
  images_per_second: number;
  median_ms: number;
  min_ms: number;
  max_ms: number;
  /** Of tensors. */
  peak_memory_bytes: number;
  /** Of the process. */
  max_rss_bytes: number;
  gflops: number;
  /** Of a CPU, as measured; null on a GPU. */
  gemm_gflops: number | null;
  share_of_gemm_rate: number | null;
  device: string;
  device_name: string;
  /** Share of the peak of a GPU that is known: src/gpu/cards.ts. */
  mfu: number | null;
  /** That the host works in a step, of its own accord. */
  host_ms: number;
  /** With --profile. */
  kernels: KernelSummary | null;
  precision: string;
  threads: number;
  last_loss: number;
}

export type StepValues = ReturnType<typeof parseArgs<{ options: typeof STEP_OPTIONS }>>['values'];

/** Network, batch and settings, in a line. */
export function describeStep(values: StepValues & { precision: string }): string {
  const { arch, patch, global, local, locals, batch, prototypes, precision, threads } = values;
  return `${arch}/${patch} g${global} l${local}x${locals} b${batch} K${prototypes} ${precision}, ${threads} threads`;
}

export function configOf(values: StepValues): Config {
  const prototypes = wholeNumber('prototypes', values.prototypes);
  const whole = { sharding_strategy: 'NO_SHARD' };
  const modules = { backbone: whole, dino_head: whole, ibot_head: whole };
  return configFromObject({
    compute_precision: { grad_scaler: false, student: modules, teacher: modules },
    student: { arch: values.arch, patch_size: wholeNumber('patch', values.patch), drop_path_rate: 0.4 },
    crops: {
      global_crops_size: wholeNumber('global', values.global),
      local_crops_size: wholeNumber('local', values.local),
      local_crops_number: Number(values.locals),
    },
    dino: { head_n_prototypes: prototypes },
    ibot: { separate_head: true, head_n_prototypes: prototypes },
    train: { batch_size_per_gpu: wholeNumber('batch', values.batch), centering: 'sinkhorn_knopp' },
  });
}
