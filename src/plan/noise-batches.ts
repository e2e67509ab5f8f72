import type { Config } from '../config/schema.js';
import type { Batch } from '../data/batch.js';
import { batchArrays } from '../data/batch-memory.js';
import { drawMasks } from '../data/masks.js';
import { planBatch } from '../data/step-plan/plan-batch.js';
import { RandomStream } from '../random/random-stream.js';
import { layoutOf } from '../train/open-batches.js';
import { plannerOf } from '../train/step-rows.js';
import type { TrainingState } from '../train/training-state.js';

function masksOf({ crops, ibot, student, train }: Config, step: number): Uint8Array {
  const size = { global_crops_size: crops.global_crops_size, patch_size: student.patch_size };
  const batch = train.batch_size_per_gpu;
  return drawMasks({ ...ibot, ...size }, batch, { start: 0, end: batch }, train.seed, step);
}

/** Batches of a training without images, step after step: crops of noise, the same in all of them. */
export function noiseBatches(state: TrainingState): (step: number) => Batch {
  const { train } = state.config;
  const random = new RandomStream(train.seed, 'benchmark');
  const images = train.batch_size_per_gpu;
  const layout = layoutOf(state, images);
  // A device may still read those of the steps before.
  const memories = Array.from({ length: state.backend.stepsAhead + 1 }, () =>
    batchArrays(layout, state.backend.hostMemory(layout.bytes).buffer),
  );
  const [first, ...others] = memories;
  for (const list of [first!.globalCrops, first!.localCrops])
    for (let i = 0; i < list.length; i++) list[i] = random.uniform(0, 256);
  for (const { globalCrops, localCrops } of others) {
    globalCrops.set(first!.globalCrops);
    localCrops.set(first!.localCrops);
  }
  const planner = plannerOf(state);
  return (step) => {
    const { indices, weights, ...arrays } = memories[step % memories.length]!;
    const positions = Array.from({ length: images }, (_, i) => step * images + i);
    arrays.masks.set(masksOf(state.config, step));
    const plan = planBatch(planner, images, positions[0]!, arrays.masks, images, { indices, weights });
    return { step, positions, ...arrays, plan, replaced: [], damaged: [], highest: [] };
  };
}
