import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CopyBuffer } from '../../../src/checkpoint/save/copy-buffer.js';
import { openBackend } from '../../../src/nn/open-backend.js';

test('tensors lie one after the other, whatever the length of the parts', () => {
  const backend = openBackend('cpu', 'float32');
  const lengths = [5, 1, 16, 7];
  let next = 0;
  const tensors = lengths.map((length) => {
    const tensor = backend.empty([length], 'float32');
    backend.upload(
      tensor,
      Float32Array.from({ length }, () => next++),
    );
    return tensor;
  });
  for (const partBytes of [4, 12, 64, 1000]) {
    const buffer = new CopyBuffer(backend, 4 * (next + 2), partBytes);
    buffer.copyOut(tensors, 8).wait();
    const bytes = Buffer.concat(buffer.parts.map((part) => Buffer.from(part)));
    const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    assert.deepEqual([...values], [0, 0, ...Array.from({ length: next }, (_, i) => i)]);
  }
  for (const tensor of tensors) tensor.release();
});
