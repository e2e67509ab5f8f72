/** A step case that is not what docs/conformance.md says, or that cannot be replayed as it was asked for. */
export class CaseError extends Error {
  override readonly name = 'CaseError';

  constructor(
    readonly code: 'CASE_INVALID' | 'CASE_RANKS',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
