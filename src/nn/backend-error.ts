import { UserError } from '../errors/user-error.js';

/** A backend cannot be opened: its device or a library is not here, or it does not compute in the wanted type. */
export class BackendError extends UserError {
  constructor(code: 'DEVICE_UNKNOWN' | 'LIBRARY_MISSING' | 'COMPUTE_TYPE_UNAVAILABLE', message: string) {
    super(code, 1, message);
  }
}
