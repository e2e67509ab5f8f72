import { type DepthDraw, dropPathRates } from '../data/step-plan/kept-samples.js';
import type { PlannerConfig } from '../data/step-plan/plan-batch.js';
import {
  type PlanConfig,
  type PlannedPass,
  planCapacity,
  planStep,
  type StepPlan,
} from '../data/step-plan/step-plan.js';
import type { PassRows, VitShape } from '../model/vision-transformer.js';
import type { Backend, IndexTable, Rows, Tensor } from '../nn/backend.js';
import type { TrainingState } from './training-state.js';

/** A step's plan on the device. Letters as in src/data/step-plan/step-plan.ts. */
export interface StepRows {
  student: PassRows;
  teacher: PassRows;
  targets: { global: Rows; local: Rows; patches: Rows };
  /** (2B), (nB) and (M + padding) float32: what each row counts for in its loss. */
  weights: { global: Tensor; local: Tensor; patches: Tensor };
  /** M, and with padding. */
  patches: number;
  paddedPatches: number;
  release(): void;
}

function planConfigOf({ config, networks, frozenTeacher, targetSource, backend }: TrainingState): PlanConfig {
  const { crops, ibot, student } = config;
  const layout = ({ numRegisters }: VitShape, size: number) => ({
    prefix: 1 + numRegisters,
    patches: (size / student.patch_size) ** 2,
  });
  return {
    globalCrop: layout(networks.vit, crops.global_crops_size),
    localCrop: layout(networks.vit, crops.local_crops_size),
    teacherCrop: layout(targetSource.networks.vit, crops.global_crops_size),
    localCrops: crops.local_crops_number,
    ibotPatches: ibot.loss_weight === 0 ? 'none' : frozenTeacher === null ? 'masked' : 'all',
    rowMultiple: backend.rowMultiple,
  };
}

export function plannerOf(state: TrainingState): PlannerConfig {
  const { config, networks, targetSource } = state;
  const { drop_path_rate: rate, drop_path_uniform: uniform } = config.student;
  const depth = { student: networks.vit.depth, teacher: targetSource.networks.vit.depth };
  return {
    seed: config.train.seed,
    plan: planConfigOf(state),
    depth,
    dropPathRates: dropPathRates(rate, depth.student, uniform),
  };
}

/**
 * Rows of a step whose inputs come from elsewhere than its batch.
 * @param masks, draw see planStep
 */
export function rowsOf(
  state: TrainingState,
  images: number,
  masks: Uint8Array,
  draw: DepthDraw | null,
  globalBatch: number,
): StepRows {
  const { backend } = state;
  const { plan, depth } = plannerOf(state);
  const capacity = planCapacity(plan, images, 2 * depth.student);
  const memory = { indices: new Int32Array(capacity.indices), weights: new Float32Array(capacity.weights) };
  const planned = planStep(plan, images, masks, draw, depth, images / globalBatch, memory);
  const weights = backend.empty([planned.weights.length], 'float32');
  backend.upload(weights, planned.weights);
  const rows = uploadRows(backend, planned, weights);
  return {
    ...rows,
    release: () => {
      rows.release();
      weights.release();
    },
  };
}

/** @param weights the plan's, on the device; they stay the caller's */
export function uploadRows(backend: Backend, plan: StepPlan, weights: Tensor): StepRows {
  const { indices, images, patches, paddedPatches, targets } = plan;
  const table = backend.indexTable(indices);
  const locals = plan.weights.length - 2 * images - paddedPatches;
  const targetRows = (part: keyof typeof targets, total: number) => backend.rows(table, [targets[part]], total);
  return {
    student: passRows(backend, table, plan.student),
    teacher: passRows(backend, table, plan.teacher),
    targets: {
      global: targetRows('global', 2 * images),
      local: targetRows('local', 2 * images),
      patches: targetRows('patches', patches),
    },
    weights: {
      global: weights.narrow(0, 2 * images),
      local: weights.narrow(2 * images, locals),
      patches: weights.narrow(2 * images + locals, paddedPatches),
    },
    patches,
    paddedPatches,
    release: () => table.release(),
  };
}

function passRows(backend: Backend, table: IndexTable, { rows, output, attention, ffn }: PlannedPass): PassRows {
  const last = ffn.length - 1;
  return {
    output: backend.rows(table, [output], rows),
    attention: attention.map(
      (branch) => branch && { rows: backend.rows(table, branch.parts, rows), sequences: branch.sequences },
    ),
    ffn: ffn.map((parts, block) => parts && backend.rows(table, parts, block === last ? output.count : rows)),
  };
}
