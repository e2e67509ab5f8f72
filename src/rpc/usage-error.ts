export type UsageErrorCode =
  | 'BAD_OPTION'
  | 'OFF_LOOPBACK'
  | 'PORT_IN_USE'
  | 'OUTPUT_NOT_WRITABLE'
  | 'OUTPUT_DIR_NOT_WRITABLE'
  | 'OUTPUT_DIR_IN_USE'
  | 'CHECKPOINT_EXISTS';

/** The command was used wrongly: the message says what to do instead. Ends a command with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(
    readonly code: UsageErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
