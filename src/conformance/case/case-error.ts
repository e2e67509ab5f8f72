import { UserError } from '../../errors/user-error.js';

/** A step case that is not what docs/conformance.md says, or that cannot be replayed as it was asked for. */
export class CaseError extends UserError {
  constructor(code: 'CASE_INVALID' | 'CASE_RANKS', message: string, options?: ErrorOptions) {
    super(code, 2, message, options);
  }
}
