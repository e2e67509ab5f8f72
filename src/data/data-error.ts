import { type ExitCode, UserError } from '../errors/user-error.js';

const EXIT_CODES = {
  DATASET_UNSUPPORTED: 2,
  FOLDER_MISSING: 2,
  FOLDER_NOT_A_FOLDER: 2,
  FOLDER_EMPTY: 2,
  /** More of the folder than may be missing cannot be reached. */
  FOLDER_UNREACHABLE: 1,
  /** Archives, tables or a list of files are not there, or not what they should be. */
  SHARDS_MISSING: 2,
  SHARDS_UNREADABLE: 1,
  /** An object store that is named wrongly, lets nobody in, or is not what it must be. */
  STORE_REFUSED: 2,
  /** An object store that has not answered for too long. */
  STORE_AWAY: 1,
  TOO_FEW_IMAGES: 2,
  TOO_MANY_BAD_IMAGES: 1,
  /** The list of a run's images is not there, not as it was written, or of another launch. */
  INDEX_MISSING: 1,
  INDEX_TORN: 1,
  INDEX_FOREIGN: 1,
  INDEX_UNWRITABLE: 1,
} as const satisfies Record<string, ExitCode>;

export type DataErrorCode = keyof typeof EXIT_CODES;

/** The images cannot be trained on as they are. */
export class DataError extends UserError {
  constructor(
    override readonly code: DataErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(code, EXIT_CODES[code], message, options);
  }
}
