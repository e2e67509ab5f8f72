import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeText } from '../../src/formats/decode-text.js';

const text = 'a.png,café\n';
const decode = (bytes: Uint8Array) => decodeText('a.csv', bytes);

test('UTF-8 and UTF-16 are read, and their marks taken off', () => {
  assert.equal(decode(Buffer.from(text)), text);
  assert.equal(decode(Buffer.from(`\ufeff${text}`)), text);
  assert.equal(decode(Buffer.from(`\ufeff${text}`, 'utf16le')), text);
  assert.equal(decode(Buffer.from(`\ufeff${text}`, 'utf16le').swap16()), text);
});

test('what is neither is refused by the line', () => {
  const refused = (bytes: Uint8Array, message: string) =>
    assert.throws(() => decode(bytes), { name: 'FormatError', message });
  refused(Buffer.from(`x\n${text}`, 'latin1'), 'a.csv: line 2 is not UTF-8: "a.png,café" as Latin-1; save it as UTF-8');
  refused(
    Buffer.from(text, 'utf16le'),
    'a.csv: has bytes that are 0, as UTF-16 without a byte-order mark has; save it as UTF-8',
  );
  refused(Buffer.of(0xff, 0xfe, 0x61), 'a.csv: begins as UTF-16LE, but is not; save it as UTF-8');
});
