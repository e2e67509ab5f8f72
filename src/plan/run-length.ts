import { ConfigError } from '../config/config-error.js';
import type { Config } from '../config/schema.js';
import { totalSteps } from '../train/loop.js';

export interface RunLength {
  steps: number;
  /** Of all ranks in a step, and in all steps. */
  globalBatch: number;
  images: number;
  /** Of `train.OFFICIAL_EPOCH_LENGTH` steps. */
  epochs: number;
}

/** @throws ConfigError where numbers of steps or images are too large to be counted */
export function runLength(config: Config, ranks: number): RunLength {
  const { batch_size_per_gpu: batch, OFFICIAL_EPOCH_LENGTH: epochLength } = config.train;
  const steps = totalSteps(config);
  const globalBatch = batch * ranks;
  const images = steps * globalBatch;
  if (!Number.isSafeInteger(images))
    throw new ConfigError(
      'SIZE_TOO_LARGE',
      `${steps} steps of ${globalBatch} images (train.batch_size_per_gpu ${batch} on ${ranks} ranks) are more than can be counted ` +
        `(${Number.MAX_SAFE_INTEGER}); lower train.batch_size_per_gpu or optim.epochs, or set train.max_steps`,
      { keys: ['train.batch_size_per_gpu', 'optim.epochs', 'train.max_steps'] },
    );
  return { steps, globalBatch, images, epochs: steps / epochLength };
}
