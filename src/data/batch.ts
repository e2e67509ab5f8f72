import type { BatchLayout } from './batch-memory.js';
import type { LoaderTime } from './batch-times.js';
import type { BadImage } from './sample-reader.js';
import type { StepPlan } from './step-plan/step-plan.js';

/**
 * One rank's share of a step's global batch, in the layout of the released code (data/collate.py).
 * B images on this rank, n local crops each, G and L crop sizes in pixels, N = (G / patch)^2 patches.
 */
export interface Batch {
  /** Step, counted from 0. */
  step: number;
  /** Position of each image in the run's endless sample order: step * globalBatch + offset. (B) */
  positions: number[];
  /** All arrays lie in it, as `layout` says. */
  memory: SharedArrayBuffer;
  layout: BatchLayout;
  /** (2B, 3, G, G): the first crops of all images, then the second. */
  globalCrops: Uint8Array;
  /** (nB, 3, L, L): the first local crops of all images, then the second, and so on. */
  localCrops: Uint8Array;
  /** (2B, N): 1 where a patch of a global crop is masked for the student. */
  masks: Uint8Array;
  /** Which rows the ops of the step work on. */
  plan: StepPlan;
  /** Images that could not be read and were replaced by another, with the reason. */
  replaced: BadImage[];
  /** Images that are damaged and were read as far as they go (data.lenient), with what is wrong with them. */
  damaged: BadImage[];
  /** Of each image of 16-bit samples that keep their high byte: the highest such byte. */
  highest: number[];
  /** When what was made; empty but for steps whose making is timed. */
  times: readonly LoaderTime[];
}

/** Batches in order, prepared ahead. */
export interface BatchStream {
  /** The batch of the next step. Rejects with DataError when too large a share of images cannot be read. */
  next(): Promise<Batch>;
  /**
   * The batch's memory may be written again, for a later step.
   * @throws RangeError where it was given back before
   */
  recycle(batch: Batch): void;
  close(): Promise<void>;
}
