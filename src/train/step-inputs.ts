import type { Config } from '../config/schema.js';
import type { Batch } from '../data/batch.js';
import { dropPathRates, keptCount } from '../model/stochastic-depth.js';
import type { DepthDraw } from '../model/vision-transformer.js';
import type { Backend, Tensor } from '../nn/backend.js';
import { RandomStream } from '../random/random-stream.js';
import type { StepInputs } from './objective.js';

/** A batch on the device. */
export interface DeviceBatch extends StepInputs {
  release(): void;
}

/** Copies a rank's batch to the device and draws which samples each residual branch keeps. */
export function uploadBatch(
  backend: Backend,
  config: Config,
  depth: number,
  batch: Batch,
  globalBatch: number,
): DeviceBatch {
  const { crops, student } = config;
  const images = batch.positions.length;
  const upload = (data: Float32Array, count: number, size: number): Tensor => {
    const tensor = backend.empty([count, 3, size, size], 'float32');
    backend.upload(tensor, data);
    return tensor;
  };
  const globalCrops = upload(batch.globalCrops, 2 * images, crops.global_crops_size);
  const localCount = crops.local_crops_number * images;
  const localCrops = localCount > 0 ? upload(batch.localCrops, localCount, crops.local_crops_size) : null;
  const patches = (crops.global_crops_size / student.patch_size) ** 2;
  const masks = backend.empty([2 * images, patches], 'uint8');
  backend.upload(masks, batch.masks);

  const counts = [2 * images, ...(localCount > 0 ? [localCount] : [])];
  const rates = dropPathRates(student.drop_path_rate, depth, student.drop_path_uniform);
  return {
    globalCrops,
    localCrops,
    masks,
    hostMasks: batch.masks,
    globalBatch,
    draw: drawKeptSamples(config.train.seed, batch.positions[0] ?? 0, counts, rates),
    release: () => {
      for (const tensor of [globalCrops, localCrops, masks]) tensor?.release();
    },
  };
}

/**
 * Keyed by the position of the rank's first image, which no other step or rank has.
 * @param counts samples of each crop list
 * @param rates of each block
 */
export function drawKeptSamples(
  seed: number,
  position: number,
  counts: readonly number[],
  rates: readonly number[],
): DepthDraw | null {
  if (rates.every((rate) => rate === 0)) return null;
  const branch = (purpose: string) =>
    rates.map((rate, block) => {
      if (rate === 0) return null;
      return counts.map((count, list) => {
        const random = new RandomStream(seed, `stochastic depth ${purpose}`, position, block, list);
        return random.permutation(count).slice(0, keptCount(count, rate)).sort();
      });
    });
  return { attention: branch('attention'), ffn: branch('ffn') };
}
