export type DataErrorCode =
  | 'DATASET_UNSUPPORTED'
  | 'FOLDER_MISSING'
  | 'FOLDER_NOT_A_FOLDER'
  | 'FOLDER_EMPTY'
  | 'TOO_FEW_IMAGES'
  | 'TOO_MANY_BAD_IMAGES';

/** The images cannot be trained on as they are; starting again does not help. */
export class DataError extends Error {
  constructor(
    readonly code: DataErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'DataError';
  }
}
