/** A distillation step whose numbers modules of the released code computed. */
import { join } from 'node:path';
import type { Communicator } from '../../../src/comm/communicator.js';
import { loadConfig } from '../../../src/config/load.js';
import { precisionOverrides } from '../../../src/conformance/case/precision.js';
import { rankRange } from '../../../src/data/sampler.js';
import { SafetensorsFile } from '../../../src/formats/safetensors.js';
import { ownedRuns } from '../../../src/fsdp/plan.js';
import type { Backend, Tensor } from '../../../src/nn/backend.js';
import { Objective } from '../../../src/train/objective.js';
import { fillShard } from '../../../src/train/start/fill-shard.js';
import { openFrozenTeacher } from '../../../src/train/start/frozen-teacher.js';
import { type StepNumbers, StepRecords } from '../../../src/train/step-record.js';
import { rowsOf } from '../../../src/train/step-rows.js';
import { TrainingState } from '../../../src/train/training-state.js';

export const distillation = 'test/golden/distillation';
export const TEACHER_TEMP = 0.05;

export interface DistillationStep {
  numbers: StepNumbers;
  /** Of the student, by submodule and name: the whole tensor, zeros where another rank owns it. */
  gradients: Map<string, Float32Array>;
}

/** What this rank computes of the step: all of it, or its images of several ranks' batch. */
export async function distillationStep(
  overrides: readonly string[],
  backend: Backend,
  comm: Communicator,
): Promise<DistillationStep> {
  const config = loadConfig(join(distillation, 'config.yaml'), [...precisionOverrides('fp32'), ...overrides]);
  const frozenTeacher = await openFrozenTeacher(config, backend, comm, () => {});
  const state = new TrainingState(config, backend, comm, () => {}, frozenTeacher);
  loadStudent(state);

  const inputs = SafetensorsFile.open(join(distillation, 'inputs.safetensors'));
  const globalBatch = config.train.batch_size_per_gpu;
  const { start, end } = rankRange(globalBatch, comm.rank, comm.worldSize);
  const crops = (name: string): Tensor => {
    const [count, ...size] = inputs.info(name).shape as [number, number, number, number];
    const numel = size.reduce((a, b) => a * b);
    const all = inputs.read(name, 'F32');
    const own: number[] = [];
    for (let crop = 0; crop < count; crop += globalBatch)
      own.push(...all.subarray((crop + start) * numel, (crop + end) * numel));
    const tensor = backend.empty([own.length / numel, ...size], 'float32');
    backend.upload(tensor, Float32Array.from(own));
    return tensor;
  };
  const globalCrops = crops('global_crops');
  const localCrops = crops('local_crops');
  // As if every patch were masked: a distilled student sees it all the same.
  const hostMasks = new Uint8Array(globalCrops.shape[0]! * 16).fill(1);
  const masks = backend.empty([globalCrops.shape[0]!, 16], 'uint8');
  backend.upload(masks, hostMasks);

  const objective = new Objective(state);
  const records = new StepRecords(backend, state.submodules, 1);
  const record = records.begin(0);
  const rows = rowsOf(state, globalCrops.shape[0]! / 2, hostMasks, null, globalBatch);
  const batch = { globalCrops, localCrops, masks, globalBatch, rows };
  objective.forwardBackward(batch, TEACHER_TEMP, record);
  comm.allReduce(record.summed).join();
  const [numbers] = records.read(0, 1) as [StepNumbers];
  const gradients = gradientsOf(state);
  for (const tensor of [globalCrops, localCrops, masks, rows]) tensor.release();
  inputs.close();
  records.close();
  objective.close();
  state.close();
  return { numbers, gradients };
}

function loadStudent(state: TrainingState): void {
  const weights = SafetensorsFile.open(join(distillation, 'weights.safetensors'));
  state.plan.units.forEach((unit, i) => {
    const read = (parameter: string) => weights.read(`${unit.submodule}.${parameter}`, 'F32');
    fillShard(state.backend, unit, state.comm.rank, state.shards[i]!.student, read, () => {});
  });
  weights.close();
}

function gradientsOf(state: TrainingState): Map<string, Float32Array> {
  const gradients = new Map<string, Float32Array>();
  state.plan.units.forEach((unit, i) => {
    const shard = new Float32Array(unit.shardNumel);
    state.backend.download(state.shards[i]!.grad, shard);
    for (const { name, numel } of unit.parameters) gradients.set(`${unit.submodule}.${name}`, new Float32Array(numel));
    for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, state.comm.rank))
      gradients
        .get(`${unit.submodule}.${parameter.name}`)!
        .set(shard.subarray(shardStart, shardStart + numel), parameterStart);
  });
  return gradients;
}
