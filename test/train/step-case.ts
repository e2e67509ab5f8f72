import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SafetensorsFile } from '../../src/checkpoint/safetensors.js';
import type { Communicator } from '../../src/comm/communicator.js';
import { loadConfig } from '../../src/config/load.js';
import type { Config } from '../../src/config/schema.js';
import { ownedRuns } from '../../src/fsdp/plan.js';
import type { UnitShards } from '../../src/fsdp/sharded-unit.js';
import type { DepthDraw } from '../../src/model/vision-transformer.js';
import type { Backend, Tensor } from '../../src/nn/backend.js';
import { Objective } from '../../src/train/objective.js';
import { Optimizer } from '../../src/train/optimizer.js';
import { buildSchedules, peakLearningRate } from '../../src/train/schedules.js';
import { type StepNumbers, StepRecords } from '../../src/train/step-record.js';
import { TrainingState } from '../../src/train/training-state.js';

/** Everything in float32, unscaled, as the reference numbers were computed. */
const FLOAT32 = [
  'compute_precision.grad_scaler=false',
  ...['student', 'teacher'].flatMap((network) =>
    ['backbone', 'dino_head', 'ibot_head'].flatMap((name) =>
      ['param_dtype', 'reduce_dtype'].map((key) => `compute_precision.${network}.${name}.mixed_precision.${key}=fp32`),
    ),
  ),
];

interface ExpectedIteration {
  lr: number;
  wd: number;
  last_layer_lr: number;
  teacher_momentum: number;
  teacher_temp: number;
  ranks: Record<string, number>[];
  grad_norm: Record<string, number>;
}

export interface StepCase {
  folder: string;
  config: Config;
  worldSize: number;
  iterations: ExpectedIteration[];
}

export function openStepCase(name: string, overrides: string[] = []): StepCase {
  const folder = join('test/golden', name);
  const config = loadConfig(join(folder, 'config.yaml'), [...FLOAT32, ...overrides]);
  const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
  return { folder, config, worldSize: expected.world_size, iterations: expected.iterations };
}

/** What one rank computed: its records of each step, and its runs of each parameter. */
export interface Replay {
  numbers: StepNumbers[];
  /** `iter0.grad.backbone.cls_token`, `final.student.…`: the whole tensor, zeros where another rank owns it. */
  tensors: Map<string, Float32Array>;
}

/** Runs a case through the training code on this rank. Losses are weighted by the rank's share, as in training. */
export function replay(stepCase: StepCase, backend: Backend, comm: Communicator): Replay {
  const { config, folder } = stepCase;
  const state = new TrainingState(config, backend, comm, () => {});
  loadWeights(state, SafetensorsFile.open(join(folder, 'weights.safetensors')));
  const inputs = SafetensorsFile.open(join(folder, 'inputs.safetensors'));
  const images = config.train.batch_size_per_gpu;
  // A case of one rank on several: each computes it whole, and gradients are averaged.
  const globalBatch = images * comm.worldSize;
  const caseRank = stepCase.worldSize === 1 ? 0 : comm.rank;
  const schedules = buildSchedules(config, peakLearningRate(config.optim, images * stepCase.worldSize));
  const objective = new Objective(state);
  const optimizer = new Optimizer(state);
  const records = new StepRecords(backend, state.submodules, stepCase.iterations.length);
  const tensors = new Map<string, Float32Array>();
  const upload = (name: string): Tensor => {
    const { shape } = inputs.info(name);
    const tensor = backend.empty(shape, 'float32');
    backend.upload(tensor, inputs.read(name, 'F32'));
    return tensor;
  };

  stepCase.iterations.forEach((_, iteration) => {
    const at = schedules(iteration);
    const record = records.begin(iteration);
    const prefix = `iter${iteration}.rank${caseRank}`;
    const globalCrops = upload(`${prefix}.global_crops`);
    const localCrops = upload(`${prefix}.local_crops`);
    const hostMasks = inputs.read(`${prefix}.masks`, 'U8');
    const masks = backend.empty(inputs.info(`${prefix}.masks`).shape, 'uint8');
    backend.upload(masks, hostMasks);
    const draw = drawOf(inputs, prefix, state.networks.vit.depth);
    objective.forwardBackward({ globalCrops, localCrops, masks, hostMasks, globalBatch, draw }, at.teacherTemp, record);
    if (iteration === 0) collect(state, 'iter0.grad', (shards) => shards.grad, tensors);
    optimizer.step(at, record);
    for (const tensor of [globalCrops, localCrops, masks]) tensor.release();
  });
  collect(state, 'final.student', (shards) => shards.student, tensors);
  collect(state, 'final.teacher', (shards) => shards.teacher, tensors);
  collect(state, 'final.exp_avg', (shards) => shards.expAvg, tensors);
  collect(state, 'final.exp_avg_sq', (shards) => shards.expAvgSq, tensors);
  const numbers = records.read(0, stepCase.iterations.length);
  objective.close();
  optimizer.close();
  records.close();
  state.close();
  inputs.close();
  return { numbers, tensors };
}

function loadWeights(state: TrainingState, weights: SafetensorsFile): void {
  state.plan.units.forEach((unit, i) => {
    for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, state.comm.rank)) {
      const values = weights.read(`student.${unit.submodule}.${parameter.name}`, 'F32', parameter.shape);
      const elements = values.slice(parameterStart, parameterStart + numel);
      state.backend.upload(state.shards[i]!.student.narrow(shardStart, numel), elements);
    }
  });
  state.copyStudentToTeacher();
  weights.close();
}

function drawOf(inputs: SafetensorsFile, prefix: string, depth: number): DepthDraw | null {
  if (!inputs.tensors.has(`${prefix}.block0.attn.global_subset`)) return null;
  const branch = (name: string) =>
    Array.from({ length: depth }, (_, block) =>
      ['global', 'local'].map((list) =>
        Int32Array.from(inputs.read(`${prefix}.block${block}.${name}.${list}_subset`, 'I64'), Number),
      ),
    );
  return { attention: branch('attn'), ffn: branch('ffn') };
}

function collect(
  state: TrainingState,
  group: string,
  pick: (shards: UnitShards) => Tensor,
  into: Map<string, Float32Array>,
): void {
  state.plan.units.forEach((unit, i) => {
    const shard = pick(state.shards[i]!);
    const host = new Float32Array(shard.numel);
    state.backend.download(shard, host);
    for (const parameter of unit.parameters)
      into.set(`${group}.${unit.submodule}.${parameter.name}`, new Float32Array(parameter.numel));
    for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, state.comm.rank))
      into
        .get(`${group}.${unit.submodule}.${parameter.name}`)!
        .set(host.subarray(shardStart, shardStart + numel), parameterStart);
  });
}

/** Worst difference relative to the expected tensor's largest absolute value. */
export function worstDifference(actual: Float32Array, expected: Float32Array): number {
  let largest = 0;
  let worst = 0;
  expected.forEach((value, i) => {
    largest = Math.max(largest, Math.abs(value));
    worst = Math.max(worst, Math.abs(actual[i]! - value));
  });
  return worst / Math.max(largest, 1e-30);
}
