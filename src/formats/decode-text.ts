import { FormatError } from './format-error.js';

/** Marks that a text may begin with. */
const MARKS = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
] as const;

/**
 * A text in UTF-8, or in UTF-16 with a byte-order mark, as spreadsheets write it; without the mark.
 * @param path begins an error's message
 * @throws FormatError naming the line where it is neither
 */
export function decodeText(path: string, bytes: Uint8Array): string {
  const mark = MARKS.find((one) => one.bytes.every((byte, i) => bytes[i] === byte));
  const encoding = mark?.encoding ?? 'utf-8';
  if (encoding === 'utf-8' && bytes.includes(0))
    throw new FormatError(`${path}: has bytes that are 0, as UTF-16 without a byte-order mark has; save it as UTF-8`);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError(`${path}: ${problem(encoding, bytes)}; save it as UTF-8`, { cause });
  }
}

function problem(encoding: string, bytes: Uint8Array): string {
  if (encoding !== 'utf-8') return `begins as ${encoding.toUpperCase()}, but is not`;
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  const odd = lines.findIndex((line) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(line, 'latin1'));
      return false;
    } catch {
      return true;
    }
  });
  return `line ${odd + 1} is not UTF-8: ${JSON.stringify(lines[odd]!.trim().slice(0, 100))} as Latin-1`;
}
