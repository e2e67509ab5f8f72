import type { StepInputs } from './objective.js';
import type { ScheduledValues } from './schedules.js';
import type { StepNumbers, StepRecord } from './step-record.js';

/** Looks on while a training steps. Every rank calls it alike, so that it may use collectives. */
export interface StepObserver {
  /** Nothing of the step is computed yet. */
  beginStep(step: number): void;
  /** Losses and gradients of all ranks are there; weights, moments, teacher and loss scale are still those before. */
  beforeUpdate(inputs: StepInputs, at: ScheduledValues, record: StepRecord): void;
  /** @param numbers reads the step's record: it waits for the device */
  afterUpdate(numbers: () => StepNumbers): void;
}
