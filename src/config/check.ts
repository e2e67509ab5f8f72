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
  checkDistillation(config);
  if (config.MODEL.WEIGHTS !== '' && student.pretrained_weights !== '')
    throw new ConfigError(
      'TWO_STARTS',
      `MODEL.WEIGHTS is ${config.MODEL.WEIGHTS} and student.pretrained_weights is ${student.pretrained_weights}: ` +
        'a run starts from one of them, from a whole model or from a backbone; leave the other out',
      { keys: ['MODEL.WEIGHTS', 'student.pretrained_weights'] },
    );
  checkFrozenBackbone(config);
  if (optim.warmup_epochs > optim.epochs)
    throw new ConfigError(
      'SCHEDULE_TOO_SHORT',
      `optim.warmup_epochs is ${optim.warmup_epochs}, expected at most optim.epochs (${optim.epochs})`,
      { keys: ['optim.warmup_epochs', 'optim.epochs'] },
    );
}

function checkFrozenBackbone({ optim, student }: Config): void {
  const { epochs, freeze_backbone_epochs: frozen, warmup_epochs: warmup } = optim;
  if (frozen === 0) return;
  if (student.pretrained_weights === '')
    throw new ConfigError(
      'NOTHING_TO_FREEZE',
      `optim.freeze_backbone_epochs is ${frozen}, but the backbone does not start from student.pretrained_weights; ` +
        'set optim.freeze_backbone_epochs=0, or give the weights',
      { keys: ['optim.freeze_backbone_epochs', 'student.pretrained_weights'] },
    );
  if (frozen + warmup > epochs)
    throw new ConfigError(
      'SCHEDULE_TOO_SHORT',
      `optim.freeze_backbone_epochs is ${frozen}, and with optim.warmup_epochs (${warmup}) after it more than ` +
        `optim.epochs (${epochs})`,
      { keys: ['optim.freeze_backbone_epochs', 'optim.warmup_epochs', 'optim.epochs'] },
    );
}

/** Source: Oquab et al. 2023, DINOv2, section 5: no masking and no stochastic depth. */
function checkDistillation({ distillation, ibot, student }: Config): void {
  if (distillation.teacher === '') return;
  const refuse = (key: string, value: number, reason: string) => {
    if (value === 0) return;
    throw new ConfigError(
      'NOT_IN_DISTILLATION',
      `${key} is ${value}, but distillation.teacher is set, and a distilled student ${reason}; set ${key}=0`,
      { keys: [key, 'distillation.teacher'] },
    );
  };
  refuse('student.drop_path_rate', student.drop_path_rate, 'leaves no residual branch out');
  refuse('ibot.mask_sample_probability', ibot.mask_sample_probability, 'sees whole crops, every patch being compared');
}

function checkOrdered(key: string, [from, to]: readonly [number, number]): void {
  if (from > to)
    throw new ConfigError(
      'RANGE_REVERSED',
      `${key} is [${from}, ${to}], expected the smaller first: [${to}, ${from}]`,
      {
        keys: [key],
      },
    );
}

function checkMultiple(key: string, size: number, patch: number): void {
  if (size % patch === 0) return;
  const below = Math.floor(size / patch) * patch;
  const use = below > 0 ? `${below} or ${below + patch}` : `${patch}`;
  throw new ConfigError(
    'CROP_NOT_MULTIPLE',
    `${key} is ${size}, expected a multiple of student.patch_size (${patch}); use ${use}`,
    { keys: [key, 'student.patch_size'] },
  );
}
