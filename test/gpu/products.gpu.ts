/** Matrix products in every layout that a step has, beside the CPU's. */
import { test } from 'node:test';
import { openBackend } from '../../src/nn/open-backend.js';
import { assertNear } from '../nn/backend/side.js';
import { gpu, isEmulated } from './gpu-under-test.js';

/** Rows, inputs and outputs of ViT-L's layers, of heads, and odd ones. */
const shapes = [
  { M: 1024, K: 1024, N: 3072 },
  { M: 999, K: 1024, N: 4096 },
  { M: 999, K: 4096, N: 1024 },
  { M: 257, K: 588, N: 1024 },
  { M: 131, K: 384, N: 8192 },
  { M: 1, K: 64, N: 64 },
  { M: 37, K: 24, N: 40 },
];

for (const compute of ['float32', 'float16', 'bfloat16'] as const) {
  const backend = openBackend(gpu, compute);
  for (const { M, K, N } of isEmulated ? shapes.slice(-2) : shapes)
    test(`products of (${M} x ${K}) and (${N} x ${K}) in ${compute} on ${gpu} are the CPU's, forward and back`, () =>
      assertNear(backend, (side) => {
        const [x, weight] = [side.act(1, [M, K]), side.act(2, [N, K], K ** -0.5)];
        const [dy, bias] = [side.act(3, [M, N]), side.act(4, [N])];
        const [dWeight, dBias] = [side.float(5, [N, K]), side.float(6, [N])];
        side.backend.linearBackwardWeight(dy, x, dWeight, dBias);
        const { y: activated, pre } = side.backend.linearGelu(x, weight, bias);
        const dx = side.backend.linearBackwardInput(dy, weight);
        return { y: side.backend.linear(x, weight, null), activated, pre, dx, dWeight, dBias };
      }));
}
