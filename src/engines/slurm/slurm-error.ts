import { UserError } from '../../errors/user-error.js';

/** A command of Slurm has failed, in its words. */
export class SlurmError extends UserError {
  constructor(message: string, options?: ErrorOptions) {
    super('SLURM', 2, message, options);
  }
}
