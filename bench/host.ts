/**
 * What a step of a recipe costs the thread that trains, in TypeScript: the real step on a backend that computes nothing. Where the host
 * is slower than the device, the device waits. Apart from it, what the plan of a step costs the thread that loads.
 */
import { parseArgs } from 'node:util';
import { LocalCommunicator } from '../src/comm/local-communicator.js';
import { loadConfig } from '../src/config/load.js';
import type { Config } from '../src/config/schema.js';
import { UsageError } from '../src/errors/usage-error.js';
import { NullBackend } from '../src/nn/null-backend.js';
import { noiseBatches } from '../src/plan/noise-batches.js';
import type { ComputeType } from '../src/precision/compute-type.js';
import { checkoutPath } from '../src/system/command-line.js';
import { Objective } from '../src/train/objective.js';
import { Optimizer } from '../src/train/optimizer.js';
import { buildSchedules, peakLearningRate } from '../src/train/schedules.js';
import { uploadBatch } from '../src/train/step-inputs.js';
import { StepRecords } from '../src/train/step-record.js';
import { TrainingState } from '../src/train/training-state.js';
import { wholeNumber } from './whole-number.js';

const COMPUTE_TYPES: readonly ComputeType[] = ['float32', 'bfloat16', 'float16'];
/** A GPU's, so that products have few shapes. */
const ROW_MULTIPLE = 256;
const WARM_UP_STEPS = 3;

/** What --json prints. */
export interface HostResult {
  /** Medians over the steps. */
  host_ms: number;
  /** With the masks, on the loader's thread. */
  plan_ms: number;
  /** Calls of the backend in a step. */
  calls: number;
  /** Of tensors, in the compute type. */
  peak_memory_bytes: number;
  compute: ComputeType;
  images: number;
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      recipe: { type: 'string', default: checkoutPath('configs/vitl14.yaml') },
      batch: { type: 'string', default: '32' },
      steps: { type: 'string', default: '20' },
      compute: { type: 'string', default: 'float16' },
      json: { type: 'boolean', default: false },
    },
  });
  const compute = COMPUTE_TYPES.find((type) => type === values.compute);
  if (compute === undefined)
    throw new UsageError('BAD_OPTION', `--compute is "${values.compute}", expected ${COMPUTE_TYPES.join(', ')}`);
  const config = loadConfig(values.recipe, [`train.batch_size_per_gpu=${wholeNumber('batch', values.batch)}`]);
  const result = measureHost(config, compute, wholeNumber('steps', values.steps));
  if (values.json) {
    console.log(JSON.stringify(result));
    return;
  }
  console.log(
    `${values.recipe}, ${result.images} images, ${compute}: ${result.host_ms.toFixed(1)} ms of the training thread and ` +
      `${result.plan_ms.toFixed(1)} ms of the loader a step, ${result.calls} calls of the backend, ` +
      `${(result.peak_memory_bytes / 1e9).toFixed(1)} GB of tensors`,
  );
}

/** @param steps that are measured, after a few that warm up */
export function measureHost(config: Config, compute: ComputeType, steps: number): HostResult {
  const backend = new NullBackend(compute, ROW_MULTIPLE);
  const counted = countCalls(backend);
  const state = new TrainingState(config, counted.backend, new LocalCommunicator(backend), () => {});
  const objective = new Objective(state);
  const optimizer = new Optimizer(state);
  const records = new StepRecords(counted.backend, state.submodules, 1);
  const images = config.train.batch_size_per_gpu;
  const schedules = buildSchedules(config, peakLearningRate(config.optim, images));
  const batchOf = noiseBatches(state);
  const host: number[] = [];
  const plans: number[] = [];
  for (let step = 0; step < WARM_UP_STEPS + steps; step++) {
    const beganPlan = performance.now();
    const batch = batchOf(step);
    counted.reset();
    const began = performance.now();
    const inputs = uploadBatch(state, batch, images);
    const record = records.begin(step);
    const at = schedules(step);
    objective.forwardBackward(inputs, at.teacherTemp, record);
    optimizer.sumOverRanks(record);
    optimizer.update(at, record);
    inputs.release();
    const ended = performance.now();
    if (step < WARM_UP_STEPS) continue;
    host.push(ended - began);
    plans.push(began - beganPlan);
  }
  return {
    host_ms: median(host),
    plan_ms: median(plans),
    calls: counted.calls(),
    peak_memory_bytes: backend.memory().peakBytes,
    compute,
    images,
  };
}

/** The same backend, its calls counted. */
function countCalls(backend: NullBackend) {
  let calls = 0;
  const counting = new Proxy(backend, {
    get(target, name) {
      calls++;
      return Reflect.get(target, name, target);
    },
  });
  return { backend: counting, calls: () => calls, reset: () => (calls = 0) };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
