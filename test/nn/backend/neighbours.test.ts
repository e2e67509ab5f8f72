import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Backend, Tensor } from '../../../src/nn/backend.js';
import { openBackend } from '../../../src/nn/open-backend.js';
import { backends, gpus } from './backends.js';
import { assertClose, assertSameBits } from './reference.js';
import { assertRefusesWrongArguments, assertThrowsMessage } from './refusals.js';
import { floats, normals, valuesOf } from './tensors.js';

/** On both sides of a tile's end, of a register's and of a thread's share. */
const shapes = [
  { Q: 1, N: 1, D: 1, k: 1 },
  { Q: 3, N: 7, D: 5, k: 7 },
  { Q: 1, N: 2500, D: 16, k: 3 },
  { Q: 17, N: 1025, D: 33, k: 20 },
  { Q: 515, N: 130, D: 8, k: 1 },
  { Q: 9, N: 1100, D: 12, k: 1100 },
  { Q: 5, N: 8300, D: 4, k: 40 },
];

function indicesOf(backend: Backend, tensor: Tensor): Int32Array {
  const indices = new Int32Array(tensor.numel);
  backend.download(tensor, indices);
  return indices;
}

function found(backend: Backend, queries: Tensor, gallery: Tensor, k: number) {
  const { values, indices } = backend.topK(queries, gallery, k);
  return { values: valuesOf(backend, values), indices: indicesOf(backend, indices) };
}

/** Small whole numbers: their products are exact in any order of sums, and many are equal. */
function wholeNumbers(seed: number, count: number): Float64Array {
  return normals(seed, count, 2).map(Math.round);
}

/** Every product sorted: the larger first, of equal ones the lower index, NaN last. */
function sorted(queries: ArrayLike<number>, gallery: ArrayLike<number>, D: number, k: number) {
  const [values, indices]: [number[], number[]] = [[], []];
  for (let q = 0; q < queries.length / D; q++) {
    const products = Array.from({ length: gallery.length / D }, (_, n) => {
      let sum = 0;
      for (let d = 0; d < D; d++) sum += queries[q * D + d]! * gallery[n * D + d]!;
      return { sum, n };
    });
    const last = ({ sum }: { sum: number }) => Number(Number.isNaN(sum));
    products.sort((a, b) => last(a) - last(b) || (b.sum > a.sum ? 1 : b.sum < a.sum ? -1 : a.n - b.n));
    values.push(...products.slice(0, k).map(({ sum }) => sum));
    indices.push(...products.slice(0, k).map(({ n }) => n));
  }
  return { values: Float32Array.from(values), indices: Int32Array.from(indices) };
}

for (const backend of backends()) {
  for (const { Q, N, D, k } of shapes) {
    test(`topK finds the same rows as sorting all products, also of equal ones, for ${Q} x ${N} x ${D}, k = ${k} on ${backend.device}`, () => {
      const [queries, gallery] = [wholeNumbers(1, Q * D), wholeNumbers(2, N * D)];
      const result = backend.topK(floats(backend, [Q, D], queries), floats(backend, [N, D], gallery), k);
      assert.deepEqual([result.values.shape, result.values.dtype], [[Q, k], 'float32']);
      assert.deepEqual([result.indices.shape, result.indices.dtype], [[Q, k], 'int32']);
      const wanted = sorted(queries, gallery, D, k);
      assert.deepEqual(indicesOf(backend, result.indices), wanted.indices);
      assertClose(valuesOf(backend, result.values), wanted.values, { relative: 0 });
    });
  }

  test(`topK's products agree with a float64 reference on ${backend.device}`, () => {
    const [Q, N, D, k] = [40, 1500, 97, 12];
    const [queries, gallery] = [normals(3, Q * D), normals(4, N * D)];
    const { values, indices } = found(backend, floats(backend, [Q, D], queries), floats(backend, [N, D], gallery), k);
    const wanted = sorted(queries, gallery, D, k);
    assertClose(values, wanted.values, { relative: 1e-6 });
    assert.deepEqual(indices, wanted.indices);
  });

  test(`topK finds rows that come nearer and nearer, and each of equal rows once, on ${backend.device}`, () => {
    const [N, k] = [9000, 5];
    const query = floats(backend, [1, 1], [1]);
    const nearer = floats(
      backend,
      [N, 1],
      Array.from({ length: N }, (_, n) => n),
    );
    assert.deepEqual([...found(backend, query, nearer, k).indices], [8999, 8998, 8997, 8996, 8995]);
    const equal = floats(backend, [N, 1], Array(N).fill(-3));
    assert.deepEqual([...found(backend, query, equal, k).indices], [0, 1, 2, 3, 4]);
    const signed = floats(backend, [4, 1], [-0, 0, -1, 0]);
    assert.deepEqual([...found(backend, query, signed, 3).indices], [0, 1, 3], 'zeros of both signs are equal');
  });

  test(`topK puts NaN after all numbers, the lower index first, on ${backend.device}`, () => {
    const N = 2100;
    const rows = new Float32Array(N).fill(Number.NaN);
    rows.set([Number.NEGATIVE_INFINITY], 7);
    rows.set([Number.POSITIVE_INFINITY, -3e38, 2], 2050);
    const one = floats(backend, [1, 1], [1]);
    const { values, indices } = found(backend, one, floats(backend, [N, 1], rows), 6);
    assert.deepEqual([...indices], [2050, 2052, 2051, 7, 0, 1]);
    assert.deepEqual([...values], [Infinity, 2, Math.fround(-3e38), -Infinity, NaN, NaN]);
    const lost = floats(backend, [1, 1], [Number.NaN]);
    assert.deepEqual([...found(backend, lost, floats(backend, [3, 1], [1, 2, 3]), 2).indices], [0, 1]);
  });

  test(`topK gives the same bits again and on any number of threads on ${backend.device}`, () => {
    for (const [Q, N, D] of [
      [3, 5000, 40],
      [600, 200, 24],
    ] as const) {
      const queries = floats(backend, [Q, D], normals(5, Q * D));
      const gallery = floats(backend, [N, D], normals(6, N * D));
      assertSameBits(backend, () => {
        const { values, indices } = backend.topK(queries, gallery, 9);
        return [valuesOf(backend, values), valuesOf(backend, indices.view([Q * 9], 'float32'))];
      });
    }
  });

  test(`topK takes memory for a tile, whatever there is beyond it, on ${backend.device}`, () => {
    backend.setThreads(2);
    const peakOf = (Q: number, N: number) => {
      const [queries, gallery] = [backend.zeros([Q, 1], 'float32'), backend.zeros([N, 1], 'float32')];
      const before = backend.memory().bytesInUse;
      backend.resetPeak();
      const { values, indices } = backend.topK(queries, gallery, 1);
      const { peakBytes, bytesInUse } = backend.memory();
      // The pool's blocks are up to a fifth larger than what is asked of them.
      assert.ok(bytesInUse - before <= 1.25 * 2 * 4 * Q, 'only the results stay');
      for (const tensor of [values, indices, queries, gallery]) tensor.release();
      return peakBytes - before;
    };
    assert.ok(peakOf(64, 40_000) < 1.2 * peakOf(64, 10_000), 'a gallery four times as large');
    assert.ok(peakOf(2200, 64) < 1.2 * peakOf(1100, 64), 'twice the queries');
  });

  test(`topK of no queries is empty on ${backend.device}`, () => {
    const { values, indices } = backend.topK(floats(backend, [0, 3], []), floats(backend, [4, 3], normals(1, 12)), 2);
    assert.deepEqual(
      [values.shape, indices.shape],
      [
        [0, 2],
        [0, 2],
      ],
    );
  });

  test(`topK refuses wrong arguments by name on ${backend.device}`, () => {
    const f = (...shape: number[]) => backend.zeros(shape, 'float32');
    assertRefusesWrongArguments(backend, 'topK', [
      ['queries', f(2, 3)],
      ['gallery', f(4, 3)],
      ['k', 2],
    ]);
    assertThrowsMessage(
      () => backend.topK(f(2, 3), f(4, 5), 2),
      `topK: argument 1 "gallery" is float32 (4, 5) on ${backend.device}, expected shape (any, 3)`,
    );
    for (const k of [0, 5, -1, 1.5, Number.NaN])
      assertThrowsMessage(
        () => backend.topK(f(2, 3), f(4, 3), k),
        `topK: argument 2 "k" is the number ${k}, expected an integer from 1 to 4`,
      );
    assertThrowsMessage(
      () => backend.topK(f(2, 3), f(0, 3), 1),
      `topK: argument 1 "gallery" is float32 (0, 3) on ${backend.device}, expected (N, D) with N from 1 to 2147483647`,
    );
    assertThrowsMessage(
      () => backend.topK(f(2, 0), f(4, 0), 1),
      `topK: argument 0 "queries" is float32 (2, 0) on ${backend.device}, expected (Q, D) with D at least 1`,
    );
  });
}

for (const device of gpus())
  test(`topK is in float32 on a backend of 16 bits, on ${device}`, () => {
    const backend = openBackend(device, 'float16');
    const gallery = floats(backend, [3, 1], [1, 1 + 2 ** -20, 1 + 2 ** -21]);
    const { values, indices } = found(backend, floats(backend, [1, 1], [1]), gallery, 3);
    assert.deepEqual([...indices], [1, 2, 0]);
    assert.deepEqual([...values], [1 + 2 ** -20, 1 + 2 ** -21, 1]);
  });
