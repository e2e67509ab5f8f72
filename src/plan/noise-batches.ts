import type { Config } from '../config/schema.js';
import type { Batch } from '../data/batch.js';
import { type BatchArrays, batchArrays } from '../data/batch-memory.js';
import { drawMasks, type MasksConfig } from '../data/masks.js';
import { rankRange } from '../data/sampler.js';
import { planBatch } from '../data/step-plan/plan-batch.js';
import { RandomStream } from '../random/random-stream.js';
import { layoutOf } from '../train/open-batches.js';
import { plannerOf } from '../train/step-rows.js';
import type { TrainingState } from '../train/training-state.js';

/** Of more images masks are no different: they are drawn for as many ranks as have no more than these. */
const MOST_IMAGES = 2 ** 12;

/** Ranks whose masks are drawn together. */
export function masksRanks({ train }: Config, worldSize: number): number {
  return Math.min(worldSize, Math.max(1, Math.floor(MOST_IMAGES / train.batch_size_per_gpu)));
}

/** Masks of one rank's images in a step. */
function masksOf({ config, comm }: TrainingState, step: number, rank: number): Uint8Array {
  const { train } = config;
  const ranks = masksRanks(config, comm.worldSize);
  const images = train.batch_size_per_gpu * ranks;
  return drawMasks(masksConfigOf(config), images, rankRange(images, rank % ranks, ranks), train.seed, step);
}

export function masksConfigOf({ crops, ibot, student }: Config): MasksConfig {
  return { ...ibot, global_crops_size: crops.global_crops_size, patch_size: student.patch_size };
}

/** Batches of a training without images, step after step: of the state's own rank, or of another. */
export type BatchMaker = (step: number, rank?: number) => Batch;

/** Crops of noise, the same in all of them. */
export function noiseBatches(state: TrainingState): BatchMaker {
  const { train } = state.config;
  const random = new RandomStream(train.seed, 'benchmark');
  return batchesOf(state, ([first, ...others]) => {
    for (const list of [first!.globalCrops, first!.localCrops])
      for (let i = 0; i < list.length; i++) list[i] = random.uniform(0, 256);
    for (const { globalCrops, localCrops } of others) {
      globalCrops.set(first!.globalCrops);
      localCrops.set(first!.localCrops);
    }
  });
}

/** Black crops, for a backend that looks at none. */
export function blankBatches(state: TrainingState): BatchMaker {
  return batchesOf(state, () => {});
}

function batchesOf(state: TrainingState, fill: (memories: readonly BatchArrays[]) => void): BatchMaker {
  const images = state.config.train.batch_size_per_gpu;
  const globalBatch = images * state.comm.worldSize;
  const layout = layoutOf(state, images);
  // A device may still read those of the steps before.
  const memories = Array.from({ length: state.backend.stepsAhead + 1 }, () =>
    batchArrays(layout, state.backend.hostMemory(layout.bytes).buffer),
  );
  fill(memories);
  const planner = plannerOf(state);
  return (step, rank = state.comm.rank) => {
    const { indices, weights, ...arrays } = memories[step % memories.length]!;
    const first = step * globalBatch + rank * images;
    const positions = Array.from({ length: images }, (_, i) => first + i);
    arrays.masks.set(masksOf(state, step, rank));
    const plan = planBatch(planner, images, first, arrays.masks, globalBatch, { indices, weights });
    return { step, positions, ...arrays, plan, replaced: [], damaged: [], highest: [], times: [] };
  };
}
