import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBackend } from '../../src/nn/open-backend.js';
import { floats, valuesOf } from './backend/tensors.js';

const backend = openBackend('cpu', 'float32');

test('on a CPU every mark is reached, and the host is ahead by no step', () => {
  assert.equal(backend.stepsAhead, 0);
  const mark = backend.mark();
  assert.equal(mark.reached, true);
  mark.wait();
});

test('what is uploaded later is there for the ops that follow', () => {
  const memory = backend.hostMemory(12);
  const source = new Float32Array(memory.buffer);
  source.set([1, 2, 3]);
  const tensor = backend.empty([3], 'float32');
  assert.equal(backend.uploadLater(tensor, source).reached, true);
  source.fill(9);
  assert.deepEqual([...valuesOf(backend, tensor)], [1, 2, 3]);
  memory.release();
});

test('a reading has the numbers of the moment that it was asked for', () => {
  const tensor = floats(backend, [2], [1, 2]);
  const reading = backend.readLater(tensor);
  backend.fill(tensor, 0);
  assert.deepEqual([...reading.take()], [1, 2]);
});

test('copies run beside the ops until they are joined, and then hold what there was', () => {
  const n = 1 << 20;
  const tensors = [1, 2, 3].map((value) => {
    const tensor = backend.empty([n], 'float32');
    backend.fill(tensor, value);
    return tensor;
  });
  const memory = backend.hostMemory(3 * 4 * n);
  const copies = backend.copyOut(
    tensors.map((src, i) => ({ src, dst: new Uint8Array(memory.buffer, i * 4 * n, 4 * n) })),
  );
  copies.join();
  for (const tensor of tensors) backend.fill(tensor, 0);
  copies.wait();
  assert.equal(copies.reached, true);
  const copied = new Float32Array(memory.buffer);
  assert.deepEqual([copied[0], copied[n], copied[3 * n - 1]], [1, 2, 3]);
});
