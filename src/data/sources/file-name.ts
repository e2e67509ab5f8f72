/**
 * File names are bytes; most are UTF-8, but none has to be. As text, a byte that is no UTF-8 stands as the lone surrogate
 * U+DC00 + byte, which no UTF-8 gives: two names never become one, and `fileNameBytes` finds the bytes again. JSON writes it as
 * `\udce9`.
 * Source: PEP 383, Python's os.fsdecode and os.fsencode.
 */
import { isUtf8 } from 'node:buffer';

const ESCAPE = 0xdc00;

export function fileNameText(bytes: Uint8Array): string {
  const name = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (isUtf8(name)) return name.toString('utf8');
  let text = '';
  for (let at = 0; at < name.length; ) {
    const length = sequenceLength(name[at]!);
    const sequence = name.subarray(at, at + length);
    const isCharacter = sequence.length === length && isUtf8(sequence);
    text += isCharacter ? sequence.toString('utf8') : String.fromCharCode(ESCAPE + name[at]!);
    at += isCharacter ? length : 1;
  }
  return text;
}

/** The bytes of a name or a path, for calls of the file system. */
export function fileNameBytes(text: string): Buffer {
  // With the flag u a surrogate matches only where it is no half of a pair.
  const parts = text.split(/([\udc80-\udcff])/u);
  if (parts.length === 1) return Buffer.from(text, 'utf8');
  return Buffer.concat(
    parts.map((part, i) => (i % 2 === 0 ? Buffer.from(part, 'utf8') : Buffer.of(part.charCodeAt(0) - ESCAPE))),
  );
}

/** @param folder as a user gave it */
export function pathBelow(folder: string, path: Uint8Array): Buffer {
  return Buffer.concat([fileNameBytes(folder), SLASH, path]);
}

const SLASH = Buffer.from('/');

/**
 * A name as a person may read it in a line: bytes that are no UTF-8 as `\xe9`, control characters and what hides or turns text as
 * `\n` or `\u{202e}`, and a backslash doubled, so that two names never look the same for it. Of a very long one the middle is left
 * out.
 */
export function shownFileName(text: string): string {
  const short = text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN / 2)}…${text.slice(-MOST_SHOWN / 2)}`;
  return short.replaceAll(/[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ud800-\udfff]/gu, (character) => {
    const code = character.codePointAt(0)!;
    if (code >= ESCAPE + 0x80 && code <= ESCAPE + 0xff) return `\\x${(code - ESCAPE).toString(16)}`;
    return SHORT_ESCAPES.get(character) ?? `\\u{${code.toString(16)}}`;
  });
}

const MOST_SHOWN = 400;

const SHORT_ESCAPES = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Of the character that begins with `lead`; 1 where none does. */
function sequenceLength(lead: number): number {
  if (lead < 0xc2) return 1;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/**
 * What names are sorted by: `<` on two keys orders UTF-8 names by their UTF-16 code units, and all names in one way. The bytes EE
 * and EF begin U+E000 to U+FFFF, which UTF-16 puts behind its surrogates: they change places with F0 to FF.
 * @param name one character for each byte (latin1)
 */
export function fileNameKey(name: string): string {
  return name.replaceAll(/[\xee-\xff]/g, (byte) => {
    const code = byte.charCodeAt(0);
    return String.fromCharCode(code < 0xf0 ? code + 0x10 : code - 2);
  });
}

/** What the system says of a file that cannot be read, less its name, which the message may hold in part only. */
export function systemReason(error: unknown): string {
  return (error as Error).message.replace(/, \w+ '.*'$/s, '');
}
