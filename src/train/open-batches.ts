import type { BatchStream } from '../data/batch.js';
import type { BatchesConfig } from '../data/batch-builder.js';
import { type BatchLayout, batchLayout } from '../data/batch-memory.js';
import { batchesInMemory, openBatches } from '../data/batches.js';
import { rankRange } from '../data/sampler.js';
import { plannerOf } from './step-rows.js';
import type { TrainingState } from './training-state.js';

/** Batches that a training prepares ahead. */
export const PREFETCHED = 3;

/** Which images a run trains on. */
export type RunImages = Pick<BatchesConfig, 'images' | 'locations'>;

export interface TrainingBatchesOptions {
  images: RunImages;
  /** Images of a step over all ranks. */
  globalBatch: number;
  startStep: number;
  /** Batches that are prepared ahead, 1 or more. */
  prefetch: number;
  /** Where images of object stores are kept on this machine; nowhere if left away. */
  cache?: BatchesConfig['cache'];
  /** Told once each time that an object store has gone away, and is waited for. */
  onWaiting?: (reason: string) => void;
}

/** How a batch of this many images lies in memory. */
export function layoutOf(state: TrainingState, images: number): BatchLayout {
  const { crops } = state.config;
  return batchLayout({
    images,
    globalCropSize: crops.global_crops_size,
    localCropSize: crops.local_crops_size,
    planner: plannerOf(state),
  });
}

/** Those of a step that is profiled, and of the steps whose batches are made while it runs. */
function timedSteps(profiled: number | null, prefetch: number): { first: number; last: number } | null {
  return profiled === null ? null : { first: profiled, last: profiled + prefetch };
}

/** Starts to prepare this rank's batches, in memory that its device copies from. */
export function openTrainingBatches(state: TrainingState, options: TrainingBatchesOptions): BatchStream {
  const { backend, comm, config } = state;
  const { crops, data, ibot, student, train } = config;
  const { images, globalBatch, startStep, prefetch, cache = null, onWaiting } = options;
  const { rank, worldSize } = comm;
  const range = rankRange(globalBatch, rank, worldSize);
  const { bytes } = layoutOf(state, range.end - range.start);
  const count = batchesInMemory(prefetch, backend.stepsAhead);
  const memories = Array.from({ length: count }, () => backend.hostMemory(bytes));
  const stream = openBatches({
    ...images,
    crops,
    data,
    masks: { ...ibot, global_crops_size: crops.global_crops_size, patch_size: student.patch_size },
    planner: plannerOf(state),
    seed: train.seed,
    rank,
    worldSize,
    globalBatch,
    numWorkers: Math.max(train.num_workers, 1),
    startStep,
    prefetch,
    timed: timedSteps(train.profile_step, prefetch),
    maxBadShare: train.max_bad_images,
    cache,
    ...(onWaiting === undefined ? {} : { onWaiting }),
    memories: memories.map(({ buffer }) => buffer),
  });
  return {
    next: () => stream.next(),
    recycle: (batch) => stream.recycle(batch),
    close: async () => {
      await stream.close();
      backend.mark().wait();
      for (const memory of memories) memory.release();
    },
  };
}
