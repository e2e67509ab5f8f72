/**
 * The whole training step without reading images: masks, teacher, student, losses, backward, clip, AdamW, EMA; one rank
 * with all cores. Settings are those of a step with stochastic depth 0.4, separate iBOT head, Sinkhorn-Knopp.
 */
import { parseArgs } from 'node:util';
import { LocalCommunicator } from '../src/comm/local-communicator.js';
import { configFromObject } from '../src/config/load.js';
import type { Config } from '../src/config/schema.js';
import type { Backend } from '../src/nn/backend.js';
import { openBackend } from '../src/nn/open-backend.js';
import { noiseBatches } from '../src/plan/noise-batches.js';
import { stepMultiplyAdds } from '../src/plan/step-multiply-adds.js';
import { usableCores } from '../src/system/cores.js';
import { Objective } from '../src/train/objective.js';
import { Optimizer } from '../src/train/optimizer.js';
import { buildSchedules, peakLearningRate } from '../src/train/schedules.js';
import { uploadBatch } from '../src/train/step-inputs.js';
import { StepRecords } from '../src/train/step-record.js';
import { TrainingState } from '../src/train/training-state.js';
import { computeTypeOf } from './compute-type.js';
import { measureGemmRate } from './gemm.js';
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
  peer: { type: 'string' },
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
  const backend = openBackend('cpu', computeTypeOf(values.precision));
  const gemm = measureGemmRate(backend, wholeNumber('threads', values.threads));

  const { milliseconds, losses, multiplyAdds } = timeSteps(config, backend, steps);
  const globalBatch = config.train.batch_size_per_gpu;
  const median = milliseconds[Math.floor(milliseconds.length / 2)]!;
  const gflops = (2 * multiplyAdds) / median / 1e6;
  const result: StepResult = {
    images_per_second: (1000 * globalBatch) / median,
    median_ms: median,
    min_ms: milliseconds[0]!,
    max_ms: milliseconds.at(-1)!,
    peak_memory_bytes: backend.memory().peakBytes,
    max_rss_bytes: process.resourceUsage().maxRSS * 1024,
    gflops,
    gemm_gflops: gemm.gflops,
    share_of_gemm_rate: gflops / gemm.gflops,
    precision: gemm.precision,
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
      `(process ${(result.max_rss_bytes / 1e9).toFixed(2)} GB), ${gflops.toFixed(0)} GF/s = ` +
      `${(100 * result.share_of_gemm_rate).toFixed(0)} % of this machine's GEMM rate (${gemm.gflops.toFixed(0)} GF/s)`,
  );
}

/** @returns milliseconds of each step after those that warm up, in ascending order; losses of all; multiply-adds of one */
export function timeSteps(config: Config, backend: Backend, steps: number) {
  const state = new TrainingState(config, backend, new LocalCommunicator(backend), () => {});
  state.initialize();
  const objective = new Objective(state);
  const optimizer = new Optimizer(state);
  const records = new StepRecords(backend, state.submodules, WARM_UP_STEPS + steps);
  const globalBatch = config.train.batch_size_per_gpu;
  const schedules = buildSchedules(config, peakLearningRate(config.optim, globalBatch));
  const batchOf = noiseBatches(state);

  const milliseconds: number[] = [];
  let maskedPatches = 0;
  for (let step = 0; step < WARM_UP_STEPS + steps; step++) {
    if (step === WARM_UP_STEPS) backend.resetPeak();
    const start = performance.now();
    const batch = batchOf(step);
    const inputs = uploadBatch(state, batch, globalBatch);
    const record = records.begin(step);
    const at = schedules(step);
    objective.forwardBackward(inputs, at.teacherTemp, record);
    optimizer.sumOverRanks(record);
    optimizer.update(at, record);
    inputs.release();
    if (step < WARM_UP_STEPS) continue;
    milliseconds.push(performance.now() - start);
    maskedPatches += batch.masks.reduce((sum, masked) => sum + masked, 0) / steps;
  }
  const losses = records.read(0, WARM_UP_STEPS + steps).map(({ losses: { total_loss } }) => total_loss);
  if (!losses.every(Number.isFinite)) throw new Error(`losses are not finite: ${losses.join(', ')}`);

  milliseconds.sort((a, b) => a - b);
  const multiplyAdds = stepMultiplyAdds({
    networks: state.networks,
    teacher: state.networks,
    batch: globalBatch,
    localCrops: config.crops.local_crops_number,
    localSize: config.crops.local_crops_size,
    dropPath: config.student.drop_path_rate,
    maskedPatches,
  });
  return { milliseconds, losses, multiplyAdds };
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
  gemm_gflops: number;
  share_of_gemm_rate: number;
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
