import type { Batch } from './batch.js';
import type { PlannerConfig } from './step-plan/plan-batch.js';
import { type PlanMemory, planCapacity } from './step-plan/step-plan.js';

/** A part of a batch's memory, in bytes. */
interface Part {
  start: number;
  bytes: number;
}

/** Sizes of a rank's batches; letters as in batch.ts. */
export interface BatchSize {
  /** B */
  images: number;
  globalCropSize: number;
  localCropSize: number;
  planner: PlannerConfig;
}

/**
 * How a batch lies in one piece of shared memory. What goes to the device as it is comes first, so that one copy takes all of it; the
 * indices of the step's plan follow, which the host looks at first.
 */
export interface BatchLayout {
  globalCrops: Part;
  localCrops: Part;
  masks: Part;
  /** float32 */
  weights: Part;
  /** Of the parts so far. */
  uploadedBytes: number;
  /** int32 */
  indices: Part;
  bytes: number;
}

/** Every part begins at a multiple of this. */
const ALIGNMENT = 64;

export function batchLayout({ images, globalCropSize, localCropSize, planner }: BatchSize): BatchLayout {
  const { plan, depth } = planner;
  const capacity = planCapacity(plan, images, 2 * depth.student);
  let end = 0;
  const part = (bytes: number): Part => {
    const start = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
    end = start + bytes;
    return { start, bytes };
  };
  const globalCrops = part(2 * images * 3 * globalCropSize ** 2);
  const localCrops = part(plan.localCrops * images * 3 * localCropSize ** 2);
  const masks = part(2 * images * plan.globalCrop.patches);
  const weights = part(capacity.weights * Float32Array.BYTES_PER_ELEMENT);
  const uploadedBytes = end;
  const indices = part(capacity.indices * Int32Array.BYTES_PER_ELEMENT);
  return { globalCrops, localCrops, masks, weights, uploadedBytes, indices, bytes: end };
}

/** A batch's arrays, which are used again and again. */
export type BatchArrays = Pick<Batch, 'memory' | 'layout' | 'globalCrops' | 'localCrops' | 'masks'> & PlanMemory;

/** @param memory of `layout.bytes` */
export function batchArrays(layout: BatchLayout, memory: SharedArrayBuffer): BatchArrays {
  const bytes = ({ start, bytes }: Part) => new Uint8Array(memory, start, bytes);
  const { weights, indices } = layout;
  return {
    memory,
    layout,
    globalCrops: bytes(layout.globalCrops),
    localCrops: bytes(layout.localCrops),
    masks: bytes(layout.masks),
    weights: new Float32Array(memory, weights.start, weights.bytes / Float32Array.BYTES_PER_ELEMENT),
    indices: new Int32Array(memory, indices.start, indices.bytes / Int32Array.BYTES_PER_ELEMENT),
  };
}
