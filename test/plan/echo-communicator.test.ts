import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBackend } from '../../src/nn/open-backend.js';
import { EchoCommunicator } from '../../src/plan/echo-communicator.js';

const backend = openBackend('cpu', 'float32');
const comm = new EchoCommunicator(backend, 3);

function floats(values: number[]) {
  const tensor = backend.empty([values.length], 'float32');
  backend.upload(tensor, Float32Array.from(values));
  return { tensor, read: () => [...download(tensor)] };
}

function download(tensor: Parameters<typeof backend.download>[0]): Float32Array {
  const values = new Float32Array(tensor.numel);
  backend.download(tensor, values);
  return values;
}

test('gathered weights are the own ones over and over', () => {
  const { tensor, read } = floats([1, 2, 0, 0, 0, 0]);
  comm.world.allGather(tensor).join();
  assert.deepEqual(read(), [1, 2, 1, 2, 1, 2]);
});

test('a sum is the own share', () => {
  const [input, out] = [floats([1, 2, 3, 4, 5, 6]), floats([0, 0])];
  comm.world.reduceScatter(input.tensor, out.tensor).join();
  assert.deepEqual(out.read(), [1, 2]);
  comm.allReduce(input.tensor).join();
  comm.world.allReduceGradient(input.tensor).join();
  assert.deepEqual(input.read(), [1, 2, 3, 4, 5, 6]);
});

test('it asks of tensors what others do', () => {
  assert.throws(() => comm.allGather(floats([1, 2]).tensor), /expected a multiple of the world size 3/);
  assert.throws(() => comm.reduceScatter(floats([1, 2, 3]).tensor, floats([1, 2]).tensor), /"out" has 2 elements/);
});
