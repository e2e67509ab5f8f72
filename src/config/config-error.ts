import { UserError } from '../errors/user-error.js';

export type ConfigErrorCode =
  | 'CONFIG_UNREADABLE'
  | 'YAML_SYNTAX'
  | 'BAD_ARGUMENT'
  | 'UNKNOWN_KEY'
  | 'BAD_VALUE'
  | 'RANGE_REVERSED'
  | 'CROP_NOT_MULTIPLE'
  | 'ARCH_MISMATCH'
  | 'HEADS_DO_NOT_DIVIDE'
  | 'SCHEDULE_TOO_SHORT'
  | 'STEP_PAST_END'
  | 'STRATEGIES_DIFFER'
  | 'NODES_DIFFER'
  | 'COMPUTE_TYPE_UNAVAILABLE'
  | 'TWO_STARTS'
  | 'NOT_IN_DISTILLATION'
  | 'NOTHING_TO_FREEZE'
  | 'SIZE_TOO_LARGE'
  | 'NOT_SUPPORTED';

/** A configuration that cannot be used: the message says where, what was got and what is expected. */
export class ConfigError extends UserError {
  constructor(
    override readonly code: ConfigErrorCode,
    message: string,
    options: ErrorOptions & { keys?: readonly string[] } = {},
  ) {
    super(code, 2, message, options);
    this.keys = options.keys ?? [];
  }

  /** Those that do not go together: who reports the error says where each was set. */
  readonly keys: readonly string[];
}
