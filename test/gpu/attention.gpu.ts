/** Attention of every kind at the lengths of DINOv2's crops, beside the CPU's, with scores near 0 and far from it. */
import { test } from 'node:test';
import { openBackend } from '../../src/nn/open-backend.js';
import { assertNear } from '../nn/backend/side.js';
import { gpu, isEmulated } from './gpu-under-test.js';

/** Local crops of 98 and 96 pixels, global ones of 224 by 16 and by 14, those of 518; and a multiple of 64 that none of 128 is. */
const LENGTHS = isEmulated ? [37, 50] : [37, 50, 192, 197, 257, 1370];

for (const [compute, kernels] of [
  ['float32', 'auto'],
  ['float16', 'own'],
  ['float16', 'cudnn'],
  ['bfloat16', 'own'],
  ['bfloat16', 'cudnn'],
] as const) {
  const backend = openBackend(gpu, compute, kernels);
  for (const length of LENGTHS)
    for (const [what, mean] of [
      ['scores near 0', 0],
      ['scores near 96', 3.5],
    ] as const)
      test(`attention over ${length} tokens in ${compute} by ${kernels} kernels on ${gpu}, ${what}, is the CPU's`, () =>
        assertNear(backend, (side) => {
          const sequences = [{ count: 3, length }];
          const [tokens, heads] = [3 * length, 2];
          const qkv = side.act(1, [tokens, 3 * heads * 64], 0.5, mean * 0.5);
          const { out, saved } = side.backend.attention(qkv, sequences, heads);
          const dOut = side.act(2, [tokens, heads * 64]);
          const dQkv = side.backend.attentionBackward(dOut, qkv, out, saved, sequences, heads);
          return { out, dQkv };
        }));
}
