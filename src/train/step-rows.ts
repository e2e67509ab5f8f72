import type { DepthDraw } from '../data/plan/kept-samples.js';
import { type PlanConfig, type PlannedPass, planCapacity, planStep, type StepPlan } from '../data/plan/step-plan.js';
import type { PassRows, VitShape } from '../model/vision-transformer.js';
import type { Backend, IndexTable, Rows, Tensor } from '../nn/backend.js';
import type { TrainingState } from './training-state.js';

/** A step's plan on the device. Letters as in src/data/plan/step-plan.ts. */
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

/** What plans of a training's steps depend on. */
export function planConfigOf({ config, networks, frozenTeacher, targetSource, backend }: TrainingState): PlanConfig {
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

/** Blocks of the networks that a step runs. */
export function depthsOf({ networks, targetSource }: TrainingState): { student: number; teacher: number } {
  return { student: networks.vit.depth, teacher: targetSource.networks.vit.depth };
}

/** The plan of a step, in memory of its own. */
export function planOf(
  state: TrainingState,
  images: number,
  masks: Uint8Array,
  draw: DepthDraw | null,
  globalBatch: number,
): StepPlan {
  const config = planConfigOf(state);
  const depths = depthsOf(state);
  const { indices, weights } = planCapacity(config, images, 2 * depths.student);
  const memory = { indices: new Int32Array(indices), weights: new Float32Array(weights) };
  return planStep(config, images, masks, draw, depths, images / globalBatch, memory);
}

export function uploadRows(backend: Backend, plan: StepPlan): StepRows {
  const { indices, weights: hostWeights, images, patches, paddedPatches, targets } = plan;
  const table = backend.indexTable(indices);
  const weights = backend.empty([hostWeights.length], 'float32');
  backend.upload(weights, hostWeights);
  const locals = hostWeights.length - 2 * images - paddedPatches;
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
    release: () => {
      table.release();
      weights.release();
    },
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
