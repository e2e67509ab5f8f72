import { type ExitCode, UserError } from '../errors/user-error.js';

const EXIT_CODES = {
  /** There is none where one was named. */
  CHECKPOINT_MISSING: 2,
  /** It is not as it was written. */
  CHECKPOINT_TORN: 1,
  CHECKPOINT_INCOMPATIBLE: 2,
  CHECKPOINT_UNWRITABLE: 1,
  /** An object store that is named wrongly, lets nobody in, or is not what it must be. */
  CHECKPOINT_STORE: 2,
  /** An object store that has not answered for too long. */
  CHECKPOINT_STORE_AWAY: 1,
  /** Another launch has taken over the run's directory. */
  CHECKPOINT_SUPERSEDED: 1,
  /** A run that goes on was given another configuration. */
  CONFIG_DIFFERS: 2,
  /** A run that goes on was given other images, in another folder. */
  IMAGES_DIFFER: 2,
} as const satisfies Record<string, ExitCode>;

export type CheckpointErrorCode = keyof typeof EXIT_CODES;

/** A checkpoint that cannot be read, written or gone on from. */
export class CheckpointError extends UserError {
  constructor(
    override readonly code: CheckpointErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(code, EXIT_CODES[code], message, options);
  }
}

/** Whether an older checkpoint may serve in its place. */
export function isDamage(error: unknown): boolean {
  return error instanceof CheckpointError && (error.code === 'CHECKPOINT_TORN' || error.code === 'CHECKPOINT_MISSING');
}
