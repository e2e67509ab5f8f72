import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalCommunicator } from '../../src/comm/local-communicator.js';
import type { DType, Tensor } from '../../src/nn/backend.js';

const tensorOf = (dtype: DType, numel: number) => ({ dtype, numel }) as Tensor;

function localWithCasts() {
  const casts: Tensor[][] = [];
  return { casts, local: new LocalCommunicator({ cast: (...tensors) => casts.push(tensors) }) };
}

test('alone, reduceScatter converts to float32 and the other collectives leave what is there', () => {
  const { casts, local } = localWithCasts();
  const [input, out] = [tensorOf('float16', 3), tensorOf('float32', 3)];
  local.reduceScatter(input, out).join();
  local.allGather(input).join();
  local.allReduce(out).join();
  local.allReduceGradient(input).join();
  local.barrier();
  assert.deepEqual(casts, [[input, out]]);
  assert.deepEqual(local.traffic(), { bytesSent: 0, bytesReceived: 0, waitSeconds: 0 });
  assert.deepEqual([local.rank, local.worldSize, local.world.size, local.nodes], [0, 1, 1, null]);
});

test('alone, tensors are checked as among many', () => {
  const { local } = localWithCasts();
  assert.throws(() => local.allReduce(tensorOf('float16', 2)), /"buffer" is float16, expected float32$/);
  assert.throws(
    () => local.reduceScatter(tensorOf('float32', 2), tensorOf('float32', 3)),
    /"out" has 3 elements, expected 2/,
  );
});

test('after close every collective throws', () => {
  const { local } = localWithCasts();
  local.close();
  local.close();
  assert.throws(() => local.barrier(), /^Error: barrier: the communicator is closed$/);
  assert.throws(() => local.allGather(tensorOf('float32', 1)), /^Error: allGather: the communicator is closed$/);
});
