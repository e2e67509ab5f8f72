/** A step case that is not what docs/conformance.md says, that cannot be replayed as it was asked for, or not be written. */
export class CaseError extends Error {
  override readonly name = 'CaseError';

  constructor(
    readonly code: 'CASE_INVALID' | 'CASE_RANKS' | 'CASE_UNWRITABLE',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
