import { resolveArch } from './arch.js';
import { ConfigError } from './config-error.js';
import type { Config } from './schema.js';

/**
 * What must hold between keys; each key alone is already as its field wants it.
 * @throws ConfigError
 */
export function checkTogether(config: Config): void {
  const { crops, ibot, optim, student } = config;
  checkOrdered('crops.global_crops_scale', crops.global_crops_scale);
  checkOrdered('crops.local_crops_scale', crops.local_crops_scale);
  checkOrdered('ibot.mask_ratio_min_max', ibot.mask_ratio_min_max);
  checkMultiple('crops.global_crops_size', crops.global_crops_size, student.patch_size);
  if (crops.local_crops_number > 0) checkMultiple('crops.local_crops_size', crops.local_crops_size, student.patch_size);
  resolveArch(config);
  if (optim.warmup_epochs > optim.epochs)
    throw new ConfigError(
      'SCHEDULE_TOO_SHORT',
      `optim.warmup_epochs is ${optim.warmup_epochs}, expected at most optim.epochs (${optim.epochs})`,
    );
}

function checkOrdered(key: string, [from, to]: readonly [number, number]): void {
  if (from > to)
    throw new ConfigError('RANGE_REVERSED', `${key} is [${from}, ${to}], expected the smaller first: [${to}, ${from}]`);
}

function checkMultiple(key: string, size: number, patch: number): void {
  if (size % patch === 0) return;
  const below = Math.floor(size / patch) * patch;
  const use = below > 0 ? `${below} or ${below + patch}` : `${patch}`;
  throw new ConfigError(
    'CROP_NOT_MULTIPLE',
    `${key} is ${size}, expected a multiple of student.patch_size (${patch}); use ${use}`,
  );
}
