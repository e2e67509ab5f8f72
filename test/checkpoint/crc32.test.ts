import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from '../../src/checkpoint/crc32.js';

test('the checksum is that of the CRC catalogue, and goes on over pieces', () => {
  assert.equal(crc32(Buffer.from('123456789')), 0xcbf43926);
  assert.equal(crc32(Buffer.from('6789'), crc32(Buffer.from('12345'))), 0xcbf43926);
  assert.equal(crc32(new Uint8Array()), 0);
});
