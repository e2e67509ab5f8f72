import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor } from '../../src/nn/backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { gpu } from './gpu-under-test.js';

test(`a device that is full says what was asked, held and free, and goes on when memory is given back: ${gpu}`, () => {
  const backend = openBackend(gpu, 'float16');
  const held: Tensor[] = [];
  const block = () => held.push(backend.empty([1 << 28], 'float32'));
  assert.throws(() => {
    for (let blocks = 0; blocks < 1000; blocks++) block();
  }, /out of memory on \S+: asked for .+, hold .+, free .+train\.batch_size_per_gpu/s);
  assert.ok(held.length >= 2);
  for (const tensor of held.splice(0)) tensor.release();
  block();
  const values = new Float32Array(4);
  backend.fill(held[0]!, 2);
  backend.download(held[0]!.narrow(0, 4), values);
  assert.deepEqual(values, Float32Array.of(2, 2, 2, 2));
});
