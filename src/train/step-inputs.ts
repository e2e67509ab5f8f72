import type { Batch } from '../data/batch.js';
import { drawKeptSamples, dropPathRates } from '../data/plan/kept-samples.js';
import type { Tensor } from '../nn/backend.js';
import type { StepInputs } from './objective.js';
import { planOf, uploadRows } from './step-rows.js';
import type { TrainingState } from './training-state.js';

/** A batch on the device. */
export interface DeviceBatch extends StepInputs {
  release(): void;
}

/** Copies a rank's batch to the device and draws which samples each residual branch keeps. */
export function uploadBatch(state: TrainingState, batch: Batch, globalBatch: number): DeviceBatch {
  const { backend, config, networks } = state;
  const { crops, student } = config;
  const images = batch.positions.length;
  const upload = (data: Uint8Array, count: number, size: number): Tensor => {
    const tensor = backend.empty([count, 3, size, size], 'uint8');
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
  const rates = dropPathRates(student.drop_path_rate, networks.vit.depth, student.drop_path_uniform);
  const draw = drawKeptSamples(config.train.seed, batch.positions[0] ?? 0, counts, rates);
  const rows = uploadRows(backend, planOf(state, images, batch.masks, draw, globalBatch));
  return {
    globalCrops,
    localCrops,
    masks,
    hostMasks: batch.masks,
    globalBatch,
    draw,
    rows,
    release: () => {
      for (const tensor of [globalCrops, localCrops, masks, rows]) tensor?.release();
    },
  };
}
