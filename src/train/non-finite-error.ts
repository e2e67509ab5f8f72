import { UserError } from '../errors/user-error.js';
import type { StepNumbers } from './step-record.js';

/** A run's configuration is fixed by its first checkpoint: another one is another run. */
export const NON_FINITE_ADVICE =
  'Begin again in another --output-dir with a smaller optim.base_lr or optim.lr, with optim.clip_grad above 0, or with ' +
  'gradients reduced in fp32 (compute_precision); MODEL.WEIGHTS=CHECKPOINT begins from a checkpoint before it went wrong';

/** Losses or gradients were not finite for so many steps in a row that going on is of no use. */
export class NonFiniteError extends UserError {
  /** @param step the last of them */
  constructor(
    readonly step: number,
    skipped: number,
    last: StepNumbers,
  ) {
    const losses = Object.entries(last.losses).map(([name, loss]) => `${name} ${loss}`);
    const norms = Object.entries(last.gradNorms).map(([name, norm]) => `${name} ${norm}`);
    super(
      'NOT_FINITE',
      1,
      `losses or gradients were not finite in the last ${skipped} steps, up to step ${step}: ${losses.join(', ')}; ` +
        `gradient norms ${norms.join(', ')}; loss scale ${last.optimizer.lossScale}. ${NON_FINITE_ADVICE}`,
    );
  }
}
