import { exactCosine } from './exact-cosine.js';

/** Float64, as numpy computes it. Source: DINOv2 utils/utils.py `CosineScheduler`. */
export interface CosineSchedule {
  baseValue: number;
  finalValue: number;
  totalIters: number;
  warmupIters: number;
  startWarmupValue: number;
}

/** Value at an iteration counted from 0; the final value past the end. */
function cosineAt(schedule: CosineSchedule, iteration: number): number {
  const { baseValue, finalValue, totalIters, warmupIters, startWarmupValue } = schedule;
  if (iteration >= totalIters) return finalValue;
  if (iteration < warmupIters) {
    // numpy.linspace, whose last element is the end itself.
    if (warmupIters === 1) return startWarmupValue;
    if (iteration === warmupIters - 1) return baseValue;
    return iteration * ((baseValue - startWarmupValue) / (warmupIters - 1)) + startWarmupValue;
  }
  const angle = (Math.PI * (iteration - warmupIters)) / (totalIters - warmupIters);
  return finalValue + 0.5 * (baseValue - finalValue) * (1 + exactCosine(angle));
}

/** The keys of the configuration that schedules read. */
export interface ScheduleConfig {
  optim: {
    epochs: number;
    warmup_epochs: number;
    weight_decay: number;
    weight_decay_end: number;
    min_lr: number;
    freeze_last_layer_epochs: number;
    freeze_backbone_epochs: number;
  };
  teacher: {
    momentum_teacher: number;
    final_momentum_teacher: number;
    warmup_teacher_temp: number;
    teacher_temp: number;
    warmup_teacher_temp_epochs: number;
  };
  train: { OFFICIAL_EPOCH_LENGTH: number };
}

export interface ScheduledValues {
  lr: number;
  lastLayerLr: number;
  /** Of the backbone, whose warm-up begins when it is no longer frozen; else the same as lr. */
  backboneLr: number;
  weightDecay: number;
  teacherMomentum: number;
  teacherTemp: number;
}

/**
 * Everything that changes with the iteration.
 * @param lr peak learning rate, after the scaling rule
 * Source: DINOv2 train/train.py `build_schedulers`
 */
export function buildSchedules(config: ScheduleConfig, lr: number): (iteration: number) => ScheduledValues {
  const { optim, teacher } = config;
  const epochLength = config.train.OFFICIAL_EPOCH_LENGTH;
  const totalIters = optim.epochs * epochLength;
  const cosine = (baseValue: number, finalValue: number, warmupIters = 0): CosineSchedule => ({
    baseValue,
    finalValue,
    totalIters,
    warmupIters,
    startWarmupValue: 0,
  });
  const rate = cosine(lr, optim.min_lr, optim.warmup_epochs * epochLength);
  const decay = cosine(optim.weight_decay, optim.weight_decay_end);
  const momentum = cosine(teacher.momentum_teacher, teacher.final_momentum_teacher);
  const temperatureIters = teacher.warmup_teacher_temp_epochs * epochLength;
  const temperature: CosineSchedule = {
    baseValue: teacher.teacher_temp,
    finalValue: teacher.teacher_temp,
    totalIters: temperatureIters,
    warmupIters: temperatureIters,
    startWarmupValue: teacher.warmup_teacher_temp,
  };
  const frozenIters = optim.freeze_last_layer_epochs * epochLength;
  const frozenBackboneIters = optim.freeze_backbone_epochs * epochLength;
  const backboneAt = (iteration: number, now: number): number => {
    const moved = iteration - frozenBackboneIters;
    if (moved < 0) return 0;
    return moved < rate.warmupIters ? Math.min(now, cosineAt(rate, moved)) : now;
  };
  return (iteration) => {
    const now = cosineAt(rate, iteration);
    return {
      lr: now,
      // Past the end it is the final rate even where the freeze is longer, as in the released code.
      lastLayerLr: iteration < Math.min(frozenIters, totalIters) ? 0 : now,
      backboneLr: backboneAt(iteration, now),
      weightDecay: cosineAt(decay, iteration),
      teacherMomentum: cosineAt(momentum, iteration),
      teacherTemp: cosineAt(temperature, iteration),
    };
  };
}

/** Peak learning rate for a global batch: `optim.lr` where it is given, else base_lr by the square-root rule. */
export function peakLearningRate(optim: { base_lr: number; lr: number }, globalBatch: number): number {
  return optim.lr > 0 ? optim.lr : optim.base_lr * Math.sqrt(globalBatch / 1024);
}
