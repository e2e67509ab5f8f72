/** A file that is not what its format says. The message names the file. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}
