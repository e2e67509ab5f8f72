import { UserError } from '../errors/user-error.js';

/** The file that says what a run has decided before its first checkpoint cannot be believed. */
export class RunFileError extends UserError {
  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(
      'RUN_FILE_DAMAGED',
      1,
      `${path} cannot be read: ${problem}; expected {"globalBatch":N,"batchSizePerGpu":N} as a launch wrote it. Remove it ` +
        'to have the global batch decided anew',
      options,
    );
  }
}
