import { UserError } from '../errors/user-error.js';

/** A coordinator that does not do what it is asked for: it cannot be reached, or says why. */
export class OperatorError extends UserError {
  constructor(code: 'COORDINATOR_UNREACHABLE' | 'OPERATOR_REFUSED' | 'ORDER_REFUSED', message: string) {
    super(code, 1, message);
  }
}
