import type { ScheduledValues } from '../../train/schedules.js';
import type { Schedules } from './expected-numbers.js';

/** Schedules by the names that they have in expected.json. */
export function scheduleNumbers(at: ScheduledValues): Schedules {
  return {
    lr: at.lr,
    wd: at.weightDecay,
    last_layer_lr: at.lastLayerLr,
    teacher_momentum: at.teacherMomentum,
    teacher_temp: at.teacherTemp,
  };
}
