import { FormatError } from '../formats/format-error.js';
import type { ChosenAlgorithm } from '../nn/backend.js';

/** Of a rank's file, in the header's metadata: JSON of the bytes, hexadecimal, by name. */
const KEY = 'algorithms';

export function encodeAlgorithms(algorithms: readonly ChosenAlgorithm[]): Record<string, string> {
  if (algorithms.length === 0) return {};
  const entries = algorithms.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('hex')]);
  return { [KEY]: JSON.stringify(Object.fromEntries(entries)) };
}

/**
 * @param path for the error
 * @throws FormatError where they are not as `encodeAlgorithms` writes them
 */
export function decodeAlgorithms(path: string, metadata: Readonly<Record<string, string>>): ChosenAlgorithm[] {
  const text = metadata[KEY];
  if (text === undefined) return [];
  const wrong = (cause?: unknown) =>
    new FormatError(`${path}: the header's "${KEY}" is no JSON of hexadecimal bytes by name`, { cause });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw wrong(cause);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw wrong();
  return Object.entries(parsed).map(([name, hex]) => {
    if (typeof hex !== 'string' || !/^(?:[0-9a-f]{2})*$/.test(hex)) throw wrong();
    return { name, bytes: Buffer.from(hex, 'hex') };
  });
}
