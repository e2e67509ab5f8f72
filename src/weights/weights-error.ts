import { type ExitCode, UserError } from '../errors/user-error.js';

const EXIT_CODES = {
  /** There is no such file or folder. */
  WEIGHTS_MISSING: 2,
  /** A file that is not what it says: damaged, cut short, or made to harm. */
  WEIGHTS_INVALID: 1,
  /** Weights of another network. */
  WEIGHTS_DIFFER: 2,
  /** A name for an export that promises another format. */
  EXPORT_NAME: 2,
} as const satisfies Record<string, ExitCode>;

export type WeightsErrorCode = keyof typeof EXIT_CODES;

/** Weights that cannot be used. */
export class WeightsError extends UserError {
  constructor(
    override readonly code: WeightsErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(code, EXIT_CODES[code], message, options);
  }
}
