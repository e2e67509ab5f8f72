import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLOCK_BYTES, BlockChecksums } from '../../src/checkpoint/block-checksums.js';
import { crc32 } from '../../src/formats/crc32.js';

test('blocks have the same checksums however the bytes come, and the last may be shorter', () => {
  const bytes = Uint8Array.from({ length: 2 * BLOCK_BYTES + 100 }, (_, i) => i * 7);
  const expected = [0, 1, 2].map((block) => crc32(bytes.subarray(block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES)));
  for (const piece of [1000, BLOCK_BYTES, BLOCK_BYTES + 1, bytes.length]) {
    const blocks = new BlockChecksums();
    for (let at = 0; at < bytes.length; at += piece) blocks.add(bytes.subarray(at, at + piece));
    assert.deepEqual([...blocks.finish()], expected);
  }
  assert.deepEqual([...new BlockChecksums().finish()], []);
});
