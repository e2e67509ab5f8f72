import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, crc32Hex, parseCrc32Hex } from '../../src/formats/crc32.js';

test('the checksum is that of the CRC catalogue, and goes on over pieces', () => {
  assert.equal(crc32(Buffer.from('123456789')), 0xcbf43926);
  assert.equal(crc32(Buffer.from('6789'), crc32(Buffer.from('12345'))), 0xcbf43926);
  assert.equal(crc32(new Uint8Array()), 0);
});

test('checksums are written as eight digits each and read back', () => {
  assert.equal(crc32Hex(0xab), '000000ab');
  assert.deepEqual(parseCrc32Hex('000000abcbf43926'), Uint32Array.of(0xab, 0xcbf43926));
  for (const text of ['0000ab', 'G00000ab', '000000AB', 5]) assert.equal(parseCrc32Hex(text), null);
});
