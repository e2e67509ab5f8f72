import { UsageError } from '../src/errors/usage-error.js';

/**
 * The number of an option.
 * @throws UsageError
 */
export function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1) return value;
  throw new UsageError('BAD_OPTION', `--${option} is ${text}, expected a whole number from 1 up`);
}
