import { UserError } from './user-error.js';

export type UsageErrorCode =
  | 'BAD_OPTION'
  | 'OFF_LOOPBACK'
  | 'PORT_IN_USE'
  | 'DEVICE_UNKNOWN'
  | 'OUTPUT_NOT_WRITABLE'
  | 'OUTPUT_DIR_NOT_WRITABLE'
  | 'OUTPUT_DIR_IN_USE'
  | 'CHECKPOINT_EXISTS'
  | 'STEP_NOT_REACHED'
  | 'AUTHORITY_EXISTS'
  | 'AUTHORITY_MISSING'
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_TOO_NEW'
  | 'CERTIFICATE_ROLE'
  | 'CERTIFICATE_UNUSABLE'
  | 'NETWORK_NEEDED'
  | 'NO_JOURNAL'
  | 'NO_COORDINATOR'
  | 'TOO_FEW_HOSTS'
  | 'HOSTS_UNFIT'
  | 'PERMISSION_MISSING'
  | 'RUN_EXISTS';

/** A command line that cannot be followed. */
export class UsageError extends UserError {
  constructor(code: UsageErrorCode, message: string, options?: ErrorOptions) {
    super(code, 2, message, options);
  }
}
