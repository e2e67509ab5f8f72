import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Backend } from '../../../src/nn/backend.js';
import { attend, attendGradient, type Packed, tokensOf } from './attention-reference.js';
import { backends } from './backends.js';
import { assertClose, assertSameBits, differences, dot } from './reference.js';
import { assertRefusesWrongArguments, assertThrowsMessage } from './refusals.js';
import { floats, normals, valuesOf } from './tensors.js';

/** Tokens of each sequence, H heads of d columns: odd widths, empty sequences, several tiles of queries and of keys. */
const cases = [
  { lengths: [5, 1, 17], H: 2, d: 16 },
  { lengths: [65, 17, 17], H: 3, d: 64 },
  { lengths: [67, 128], H: 1, d: 32 },
  { lengths: [33, 0, 16], H: 2, d: 24 },
  { lengths: [9, 31], H: 3, d: 7 },
  { lengths: [70], H: 1, d: 128 },
  { lengths: [257], H: 1, d: 8 },
  { lengths: [289, 5], H: 2, d: 16 },
  { lengths: [701], H: 1, d: 40 },
  { lengths: [0], H: 2, d: 8 },
  { lengths: [], H: 2, d: 8 },
];

function tensorsOf(backend: Backend, packed: Packed, std = 1) {
  const T = tokensOf(packed);
  const D = packed.H * packed.d;
  const qkv = normals(1, T * 3 * D, std);
  const dOut = normals(2, T * D);
  return {
    qkv,
    dOut,
    qkvTensor: floats(backend, [T, 3 * D], qkv),
    dOutTensor: floats(backend, [T, D], dOut),
    sequences: packed.lengths.map((length) => ({ count: 1, length })),
  };
}

test('the reference gradient of attention agrees with finite differences', () => {
  const packed = { lengths: [4, 1, 3], H: 2, d: 3 };
  const T = tokensOf(packed);
  const [qkv, dOut] = [normals(1, T * 18), normals(2, T * 6)];
  const wanted = differences((v) => dot(attend(v, packed).out, dOut), qkv);
  assertClose(attendGradient(dOut, qkv, packed), wanted, { relative: 1e-8 });
});

for (const backend of backends()) {
  for (const packed of cases)
    test(`attention and its gradient agree with float64 on ${backend.device}: ${JSON.stringify(packed)}`, () => {
      const { H, d } = packed;
      const T = tokensOf(packed);
      const { qkv, dOut, qkvTensor, dOutTensor, sequences } = tensorsOf(backend, packed);
      const wanted = attend(qkv, packed);
      const wantedGradient = attendGradient(dOut, qkv, packed);
      for (const threads of [1, 2]) {
        backend.setThreads(threads);
        const { out, saved } = backend.attention(qkvTensor, sequences, H);
        assert.deepEqual(out.shape, [T, H * d]);
        assertClose(valuesOf(backend, out), wanted.out, { relative: 1e-6 }, 'out');
        const dQkv = backend.attentionBackward(dOutTensor, qkvTensor, out, saved, sequences, H);
        assert.deepEqual(dQkv.shape, [T, 3 * H * d]);
        assertClose(valuesOf(backend, dQkv), wantedGradient, { relative: 2e-6 }, 'dQkv');
      }
    });

  test(`sequences of a list are the same as lists of one on ${backend.device}`, () => {
    const { qkvTensor, dOutTensor, sequences } = tensorsOf(backend, { lengths: [7, 7, 7, 4], H: 2, d: 8 });
    const lists = [
      { count: 3, length: 7 },
      { count: 0, length: 9 },
      { count: 1, length: 4 },
    ];
    const run = (given: typeof lists) => {
      const { out, saved } = backend.attention(qkvTensor, given, 2);
      return [out, backend.attentionBackward(dOutTensor, qkvTensor, out, saved, given, 2)].map((t) =>
        valuesOf(backend, t),
      );
    };
    assert.deepEqual(run(lists), run(sequences));
  });

  test(`attention with scores of several thousand stays finite and near on ${backend.device}`, () => {
    const packed = { lengths: [300], H: 1, d: 16 };
    // Scores up to several thousand: exp would overflow without its row's largest taken off.
    const { qkv, dOut, qkvTensor, dOutTensor, sequences } = tensorsOf(backend, packed, 30);
    const { out, saved } = backend.attention(qkvTensor, sequences, 1);
    const wanted = attend(qkv, packed);
    // A score of 4000 has an error of 2.4e-4 from its own last place, and the weights have it in full.
    assertClose(valuesOf(backend, out), wanted.out, { relative: 5e-4 }, 'out');
    const dQkv = backend.attentionBackward(dOutTensor, qkvTensor, out, saved, sequences, 1);
    assertClose(valuesOf(backend, dQkv), attendGradient(dOut, qkv, packed), { relative: 2e-3 }, 'dQkv');
  });

  test(`a NaN stays within its sequence on ${backend.device}`, () => {
    const packed = { lengths: [6, 9], H: 2, d: 8 };
    const { qkv, sequences, dOutTensor } = tensorsOf(backend, packed);
    qkv[3] = Number.NaN;
    const qkvTensor = floats(backend, [15, 48], qkv);
    const { out, saved } = backend.attention(qkvTensor, sequences, 2);
    const values = valuesOf(backend, out);
    assert.ok(Number.isNaN(values[0]));
    assert.ok(values.subarray(6 * 16).every(Number.isFinite));
    const gradient = valuesOf(backend, backend.attentionBackward(dOutTensor, qkvTensor, out, saved, sequences, 2));
    assert.ok(gradient.subarray(0, 6 * 48).some(Number.isNaN));
    assert.ok(gradient.subarray(6 * 48).every(Number.isFinite));
  });

  test(`attention gives the same bits on any number of threads on ${backend.device}`, () => {
    const { qkvTensor, dOutTensor, sequences } = tensorsOf(backend, { lengths: [300, 65, 17, 17], H: 3, d: 32 });
    assertSameBits(backend, () => {
      const { out, saved } = backend.attention(qkvTensor, sequences, 3);
      const dQkv = backend.attentionBackward(dOutTensor, qkvTensor, out, saved, sequences, 3);
      return [out, ...saved, dQkv].map((tensor) => valuesOf(backend, tensor));
    });
  });

  test(`attention refuses wrong arguments by name on ${backend.device}`, () => {
    const packed = { lengths: [3, 2], H: 2, d: 4 };
    const { qkvTensor, dOutTensor, sequences } = tensorsOf(backend, packed);
    const { out, saved } = backend.attention(qkvTensor, sequences, 2);
    assertRefusesWrongArguments(backend, 'attention', [
      ['qkv', qkvTensor],
      ['sequences', sequences],
      ['numHeads', 2],
    ]);
    assertRefusesWrongArguments(backend, 'attentionBackward', [
      ['dOut', dOutTensor],
      ['qkv', qkvTensor],
      ['out', out],
      ['saved', saved],
      ['sequences', sequences],
      ['numHeads', 2],
    ]);
    for (const heads of [0, -1, 3, 1.5, Number.NaN, 2 ** 40])
      assert.throws(
        () => backend.attention(qkvTensor, sequences, heads),
        /^\w+: attention: argument [02] "(numHeads|qkv)" is /,
      );
    assertThrowsMessage(
      () => backend.attention(qkvTensor, sequences, 3),
      `attention: argument 0 "qkv" is float32 (5, 24) on ${backend.device}, expected (T, 3 D) with D a multiple of ` +
        'numHeads = 3, D / numHeads from 1 to 512',
    );
    const wrong: [number, number][][] = [
      [],
      [[1, 4]],
      [[2, 3]],
      [
        [5, 1],
        [1, 1],
      ],
      [[2 ** 31 - 1, 2 ** 31 - 1]],
    ];
    for (const lists of wrong)
      assert.throws(
        () =>
          backend.attention(
            qkvTensor,
            lists.map(([count, length]) => ({ count, length })),
            2,
          ),
        /^TypeError: attention: argument 0 "qkv" is float32 \(5, 24\) on \S+, expected .* as "sequences" have tokens$/,
      );
    assertThrowsMessage(
      () => backend.attention(qkvTensor, [{ count: -1, length: 5 }], 2),
      'attention: argument 1 "sequences"[0].count is the number -1, expected an integer from 0 to 2147483647',
    );
    assertThrowsMessage(
      () => backend.attentionBackward(dOutTensor, qkvTensor, out, [], sequences, 2),
      'attentionBackward: argument 3 "saved" is an array, expected what attention has saved',
    );
  });
}
