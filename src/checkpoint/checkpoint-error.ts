export type CheckpointErrorCode =
  | 'CHECKPOINT_TORN'
  | 'CHECKPOINT_INCOMPATIBLE'
  | 'CHECKPOINT_UNWRITABLE'
  | 'CONFIG_DIFFERS'
  /** A file of weights that is not what it says. */
  | 'WEIGHTS_INVALID'
  /** Weights of another network. */
  | 'WEIGHTS_DIFFER';

export class CheckpointError extends Error {
  constructor(
    readonly code: CheckpointErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
