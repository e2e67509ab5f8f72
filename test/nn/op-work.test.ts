import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Backend } from '../../src/nn/backend.js';
import { NullBackend } from '../../src/nn/null-backend.js';
import { isOp, type Work, workOf } from '../../src/nn/op-work.js';
import { watchOps } from '../../src/nn/watch-ops.js';

/** The work of the ops that `call` asks for. */
function worksOf(call: (backend: Backend) => void) {
  const works: [string, Work][] = [];
  const backend = watchOps(new NullBackend('float32'), (op, args, run) => {
    const made = run();
    works.push([op, workOf(op, args, made)!]);
    return made;
  });
  call(backend);
  return works as [[string, Work], [string, Work], [string, Work]];
}

test('a product is two operations for each multiply-add, and moves its three matrices', () => {
  const [[op, forward], [, input], [, weight]] = worksOf((backend) => {
    const [x, w] = [backend.empty([5, 3], 'float32'), backend.empty([7, 3], 'float32')];
    const y = backend.linear(x, w, null);
    backend.linearBackwardInput(y, w);
    backend.linearBackwardWeight(y, x, w, null);
  });
  assert.equal(op, 'linear');
  assert.deepEqual(forward, { flops: 2 * 5 * 7 * 3, bytes: 4 * (15 + 21 + 35), sizes: [7, 3] });
  assert.deepEqual(input, { flops: 2 * 5 * 7 * 3, bytes: 4 * (35 + 21 + 15), sizes: [3, 7] });
  // What is added to is read and written.
  assert.deepEqual(weight, { flops: 2 * 5 * 7 * 3, bytes: 4 * (35 + 15 + 2 * 21), sizes: [7, 3] });
});

test('attention has two products of each pair of tokens, and five backward', () => {
  const sequences = [
    { count: 2, length: 3 },
    { count: 1, length: 4 },
  ];
  const [[, forward], [, backward]] = worksOf((backend) => {
    const qkv = backend.empty([10, 24], 'float32');
    const { out, saved } = backend.attention(qkv, sequences, 2);
    backend.attentionBackward(out, qkv, out, saved, sequences, 2);
  });
  const pairs = 2 * 9 + 16;
  assert.equal(forward.flops, 2 * 2 * pairs * 8);
  assert.equal(backward.flops, 2 * 5 * pairs * 8);
  assert.deepEqual(forward.sizes, [pairs / 10, 4]);
});

test('of rows that are picked the others are not read', () => {
  const [[, all], [, some]] = worksOf((backend) => {
    const [x, d] = [backend.empty([100, 8], 'float32'), backend.empty([8], 'float32')];
    const rows = backend.rows(
      backend.indexTable(new Int32Array(10)),
      [{ start: 0, length: 1, from: 0, count: 10, scale: 1 }],
      100,
    );
    backend.layerNorm(x, d, d, 1e-6, null);
    backend.layerNorm(x, d, d, 1e-6, rows);
  });
  assert.deepEqual([all.bytes, some.bytes], [2 * 3200, 2 * 320]);
});

test('the optimizer reads five numbers of each weight and writes four', () => {
  const [[op, work]] = worksOf((backend) => {
    const [x, one, state] = [100, 1, 4].map((numel) => backend.empty([numel], 'float32'));
    const segments = backend.segments(Int32Array.of(100), Float64Array.of(1), Float64Array.of(1), Uint8Array.of(0));
    backend.adamwEma({
      ...{ param: x!, expAvg: x!, expAvgSq: x!, teacher: x!, grad: x!, paramCopy: null, teacherCopy: null, segments },
      ...{ lr: 1, lastLayerLr: 1, weightDecay: 0, beta1: 0, beta2: 0, eps: 1, momentum: 0 },
      ...{ gradCoefficient: one!, state: state! },
    });
  });
  assert.deepEqual([op, work], ['adamwEma', { flops: 0, bytes: 9 * 400, sizes: [] }]);
});

test('what is no op, or has nothing to do, is no work', () => {
  assert.equal(workOf('mark', [], undefined), null);
  assert.deepEqual([isOp('linear'), isOp('empty'), isOp('toString')], [true, false, false]);
});
