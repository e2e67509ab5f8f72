import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backends } from './backends.js';
import { assertClose, assertSameBits, differences, dot } from './reference.js';
import { assertRefusesWrongArguments, assertThrowsMessage } from './refusals.js';
import { floats, normals, rowsOf, valuesOf } from './tensors.js';

// T rows of x, D columns; rows are the ones picked, or null for all.
const shapes = [
  { T: 5, D: 7, rows: null },
  { T: 6, D: 33, rows: [4, 0, 3] },
  { T: 3, D: 384, rows: [2, 1] },
  { T: 70, D: 7, rows: Array.from({ length: 65 }, (_, i) => (i * 11 + 3) % 70) },
  { T: 4, D: 33, rows: [] },
  { T: 0, D: 7, rows: null },
];

function all(T: number): number[] {
  return Array.from({ length: T }, (_, t) => t);
}

function layerNorm(x: Float64Array, w: Float64Array, b: Float64Array, eps: number, rows: number[]): Float64Array {
  const D = w.length;
  const y = new Float64Array(rows.length * D);
  rows.forEach((t, r) => {
    const row = x.subarray(t * D, (t + 1) * D);
    const mean = row.reduce((sum, v) => sum + v, 0) / D;
    const variance = row.reduce((sum, v) => sum + (v - mean) ** 2, 0) / D;
    for (let d = 0; d < D; d++) y[r * D + d] = ((row[d]! - mean) / Math.sqrt(variance + eps)) * w[d]! + b[d]!;
  });
  return y;
}

function addResidual(
  x: Float64Array,
  branch: Float64Array,
  gamma: Float64Array,
  rows: number[],
  rowScale: Float64Array,
): Float64Array {
  const D = gamma.length;
  const out = Float64Array.from(x);
  rows.forEach((t, r) => {
    for (let d = 0; d < D; d++) out[t * D + d]! += rowScale[r]! * gamma[d]! * branch[r * D + d]!;
  });
  return out;
}

for (const backend of backends()) {
  for (const { T, D, rows } of shapes) {
    const picked = rows ?? all(T);
    const R = picked.length;
    const name = `(${T}, ${D})${rows === null ? '' : ` with ${R} rows picked`} on ${backend.device}`;
    const x = normals(1, T * D, 2, 0.5);
    const weight = normals(2, D, 0.3, 1);
    const bias = normals(3, D);
    const dy = normals(4, R * D);
    const index = (scales?: Float64Array) => (rows === null ? null : rowsOf(backend, T, rows, scales));

    test(`layerNorm and its gradient agree with a float64 reference at ${name}`, () => {
      const eps = 1e-6;
      const w = floats(backend, [D], weight);
      const input = floats(backend, [T, D], x);
      const { y, mean, rstd } = backend.layerNorm(input, w, floats(backend, [D], bias), eps, index());
      assert.deepEqual([y.shape, mean.shape, rstd.shape], [[R, D], [R], [R]]);
      assertClose(valuesOf(backend, y), layerNorm(x, weight, bias, eps, picked), { relative: 1e-6 }, 'y');

      // Gradients are added: each buffer starts with something.
      const dx = floats(backend, [T, D], normals(5, T * D));
      const dWeight = floats(backend, [D], normals(6, D));
      const dBias = floats(backend, [D], normals(7, D));
      backend.layerNormBackward(floats(backend, [R, D], dy), input, w, mean, rstd, index(), dx, dWeight, dBias);
      const loss = (at: Float64Array, wAt: Float64Array, bAt: Float64Array) =>
        dot(layerNorm(at, wAt, bAt, eps, picked), dy);
      const plus = (start: Float64Array, gradient: Float64Array) => start.map((v, i) => v + gradient[i]!);
      const near = { relative: 2e-6 };
      const wanted = differences((v) => loss(v, weight, bias), x);
      assertClose(valuesOf(backend, dx), plus(normals(5, T * D), wanted), near, 'dx');
      const wantedWeight = differences((v) => loss(x, v, bias), weight);
      assertClose(valuesOf(backend, dWeight), plus(normals(6, D), wantedWeight), near, 'dWeight');
      const wantedBias = differences((v) => loss(x, weight, v), bias);
      assertClose(valuesOf(backend, dBias), plus(normals(7, D), wantedBias), near, 'dBias');
    });

    for (const withGamma of [true, false])
      test(`addResidual and its gradient agree with a float64 reference at ${name}, gamma ${withGamma}`, () => {
        const branch = normals(10, R * D);
        const gamma = withGamma ? normals(11, D) : new Float64Array(D).fill(1);
        const rowScale = rows === null ? new Float64Array(R).fill(1) : normals(12, R, 0.2, 1.5);
        const gammaTensor = withGamma ? floats(backend, [D], gamma) : null;
        const branchTensor = floats(backend, [R, D], branch);

        const out = backend.addResidual(floats(backend, [T, D], x), branchTensor, gammaTensor, index(rowScale));
        assert.deepEqual(out.shape, [T, D]);
        const wanted = addResidual(x, branch, gamma, picked, rowScale);
        assertClose(valuesOf(backend, out), wanted, { relative: 5e-7 }, 'out');

        const dOut = normals(13, T * D);
        const dGamma = withGamma ? floats(backend, [D], normals(14, D)) : null;
        const dOutTensor = floats(backend, [T, D], dOut);
        const dBranch = backend.addResidualBackward(dOutTensor, branchTensor, gammaTensor, index(rowScale), dGamma);
        assert.deepEqual(dBranch.shape, [R, D]);
        const loss = (b: Float64Array, g: Float64Array) => dot(addResidual(x, b, g, picked, rowScale), dOut);
        const near = { relative: 2e-6 };
        assertClose(
          valuesOf(backend, dBranch),
          differences((v) => loss(v, gamma), branch),
          near,
          'dBranch',
        );
        if (dGamma === null) return;
        const wantedGamma = differences((v) => loss(branch, v), gamma).map((v, d) => v + normals(14, D)[d]!);
        assertClose(valuesOf(backend, dGamma), wantedGamma, near, 'dGamma');
      });
  }

  test(`layerNorm keeps its precision beside a large mean, and a constant row becomes the bias on ${backend.device}`, () => {
    const D = 384;
    const x = Float64Array.from(normals(20, 2 * D, 1, 1000), (v, i) => (i < D ? v : 1000));
    const weight = normals(21, D);
    const bias = normals(22, D);
    const [xt, wt, bt] = [floats(backend, [2, D], x), floats(backend, [D], weight), floats(backend, [D], bias)];
    const { y } = backend.layerNorm(xt, wt, bt, 1e-6, null);
    // A float32 near 1000 has a step of 6e-5: the mean is known to half of that.
    assertClose(valuesOf(backend, y), layerNorm(x, weight, bias, 1e-6, [0, 1]), { relative: 0, absolute: 1e-4 });
  });

  test(`sums over 6000 rows are as precise as float64's, to float32's rounding on ${backend.device}`, () => {
    const [T, D] = [6000, 3];
    const x = normals(23, T * D);
    const dy = normals(24, T * D, 0.1, 1);
    const xt = floats(backend, [T, D], x);
    const weight = floats(backend, [D], [1, 1, 1]);
    const { mean, rstd } = backend.layerNorm(xt, weight, weight, 1e-6, null);
    const [dWeight, dBias] = [backend.zeros([D], 'float32'), backend.zeros([D], 'float32')];
    const dx = backend.zeros([T, D], 'float32');
    backend.layerNormBackward(floats(backend, [T, D], dy), xt, weight, mean, rstd, null, dx, dWeight, dBias);
    const sums = [0, 1, 2].map((d) => all(T).reduce((sum, t) => sum + dy[t * D + d]!, 0));
    assertClose(valuesOf(backend, dBias), sums, { relative: 2e-7 }, 'dBias');
  });

  test(`gatherRows takes rows, scatterAddRows adds them where they came from on ${backend.device}`, () => {
    for (const { T, D, rows } of shapes) {
      const picked = rows ?? all(T);
      const R = picked.length;
      const x = normals(30, T * D);
      const index = rowsOf(backend, T, picked);
      const gathered = backend.gatherRows(floats(backend, [T, D], x), index);
      assert.deepEqual(gathered.shape, [R, D]);
      const wanted = picked.flatMap((t) => [...x.subarray(t * D, (t + 1) * D)]);
      assert.deepEqual([...valuesOf(backend, gathered)], wanted);

      const out = floats(backend, [T, D], x);
      backend.scatterAddRows(gathered, index, out);
      const twice = x.map((v, i) => (picked.includes(Math.floor(i / D)) ? 2 * v : v));
      assert.deepEqual([...valuesOf(backend, out)], [...twice]);
    }
    const repeated = backend.gatherRows(floats(backend, [2, 1], [5, 6]), rowsOf(backend, 2, [1, 1, 0]));
    assert.deepEqual([...valuesOf(backend, repeated)], [6, 6, 5]);
  });

  test(`rows of padding are zeros when gathered, and nowhere when scattered on ${backend.device}`, () => {
    const rows = rowsOf(backend, 2, [1, -1, 0, -1]);
    assert.equal(rows.count, 4);
    const gathered = backend.gatherRows(floats(backend, [2, 2], [1, 2, 3, 4]), rows);
    assert.deepEqual([...valuesOf(backend, gathered)], [3, 4, 0, 0, 1, 2, 0, 0]);
    const out = backend.zeros([2, 2], 'float32');
    backend.scatterAddRows(floats(backend, [4, 2], [1, 2, 3, 4, 5, 6, 7, 8]), rows, out);
    assert.deepEqual([...valuesOf(backend, out)], [5, 6, 1, 2]);
  });

  test(`samples are runs of rows, in the order of parts and of samples on ${backend.device}`, () => {
    const table = backend.indexTable(Int32Array.of(1, 2, 0));
    const parts = [
      { start: 0, length: 3, from: 0, count: 1, scale: 2 },
      { start: 6, length: 2, from: 1, count: 2, scale: 3 },
    ];
    const rows = backend.rows(table, parts, 12);
    const x = floats(backend, [12, 1], all(12));
    assert.deepEqual([...valuesOf(backend, backend.gatherRows(x, rows))], [3, 4, 5, 10, 11, 6, 7]);
    const ones = floats(backend, [7, 1], [1, 1, 1, 1, 1, 1, 1]);
    const out = backend.addResidual(backend.zeros([12, 1], 'float32'), ones, null, rows);
    assert.deepEqual([...valuesOf(backend, out)], [0, 0, 0, 2, 2, 2, 3, 3, 0, 0, 3, 3]);
    table.release();
    assertThrowsMessage(
      () => backend.gatherRows(x, rows),
      'gatherRows: argument 1 "rows": their index table was released',
    );
  });

  test(`add adds in place, also a tensor to itself, and takes any shape on ${backend.device}`, () => {
    const n = 40_001;
    const [a, b] = [normals(31, n), normals(32, n)];
    const dst = floats(backend, [n], a);
    backend.add(dst, floats(backend, [n], b));
    assert.deepEqual(
      [...valuesOf(backend, dst)],
      Array.from(a, (v, i) => Math.fround(v + b[i]!)),
    );
    const self = floats(backend, [1, 3, 1], [1, 2, 3]);
    backend.add(self, self);
    assert.deepEqual([...valuesOf(backend, self)], [2, 4, 6]);
    backend.add(backend.zeros([0], 'float32'), backend.zeros([0], 'float32'));
  });

  test(`the residual ops give the same bits again and on any number of threads on ${backend.device}`, () => {
    const [T, D] = [517, 33];
    const x = floats(backend, [T, D], normals(40, T * D));
    const rows = rowsOf(
      backend,
      T,
      Array.from({ length: 300 }, (_, i) => (i * 7) % T),
      normals(43, 300),
    );
    const weight = floats(backend, [D], normals(41, D));
    const branch = floats(backend, [300, D], normals(42, 300 * D));
    assertSameBits(backend, () => {
      const { y, mean, rstd } = backend.layerNorm(x, weight, weight, 1e-6, rows);
      const zeros = () => backend.zeros([D], 'float32');
      const [dx, dWeight, dBias, dGamma] = [backend.zeros([T, D], 'float32'), zeros(), zeros(), zeros()];
      backend.layerNormBackward(branch, x, weight, mean, rstd, rows, dx, dWeight, dBias);
      const out = backend.addResidual(x, branch, weight, rows);
      const dBranch = backend.addResidualBackward(x, branch, weight, rows, dGamma);
      return [y, mean, rstd, dx, dWeight, dBias, out, dBranch, dGamma].map((t) => valuesOf(backend, t));
    });
  });

  test(`numbers that are not finite stay in their rows and crash nothing on ${backend.device}`, () => {
    const D = 7;
    const x = Float64Array.from(normals(50, 3 * D), (v, i) =>
      i === 1 ? Number.NaN : i === D ? Number.POSITIVE_INFINITY : v,
    );
    const w = floats(backend, [D], normals(51, D));
    const y = valuesOf(backend, backend.layerNorm(floats(backend, [3, D], x), w, w, 1e-6, null).y);
    assert.ok(y.subarray(0, D).every(Number.isNaN));
    assert.ok(y.subarray(D, 2 * D).every(Number.isNaN));
    assert.ok(y.subarray(2 * D).every(Number.isFinite));
  });

  test(`the residual ops refuse wrong arguments by name on ${backend.device}`, () => {
    const [T, R, D] = [4, 2, 3];
    const f = (...shape: number[]) => backend.zeros(shape, 'float32');
    const rows = rowsOf(backend, T, [3, 1]);
    const refuses = (op: Parameters<typeof assertRefusesWrongArguments>[1], good: [string, unknown][]) =>
      assertRefusesWrongArguments(backend, op, good);
    refuses('layerNorm', [
      ['x', f(T, D)],
      ['weight', f(D)],
      ['bias', f(D)],
      ['eps', 1e-6],
      ['rows', rows],
    ]);
    refuses('layerNormBackward', [
      ['dy', f(R, D)],
      ['x', f(T, D)],
      ['weight', f(D)],
      ['mean', f(R)],
      ['rstd', f(R)],
      ['rows', rows],
      ['dx', f(T, D)],
      ['dWeight', f(D)],
      ['dBias', f(D)],
    ]);
    refuses('addResidual', [
      ['x', f(T, D)],
      ['branch', f(R, D)],
      ['gamma', f(D)],
      ['rows', rows],
    ]);
    refuses('addResidualBackward', [
      ['dOut', f(T, D)],
      ['branch', f(R, D)],
      ['gamma', f(D)],
      ['rows', rows],
      ['dGamma', f(D)],
    ]);
    refuses('gatherRows', [
      ['x', f(T, D)],
      ['rows', rows],
    ]);
    refuses('scatterAddRows', [
      ['x', f(R, D)],
      ['rows', rows],
      ['out', f(T, D)],
    ]);
    refuses('add', [
      ['dst', f(T, D)],
      ['src', f(T, D)],
    ]);
  });

  test(`rows out of range are refused when they are made on ${backend.device}`, () => {
    const table = backend.indexTable(Int32Array.of(0, 4, -1, -2));
    const part = { start: 0, length: 1, from: 0, count: 4, scale: 1 };
    const refuses = (change: Partial<typeof part>, total: number, message: string) =>
      assertThrowsMessage(
        () => backend.rows(table, [part, { ...part, ...change }].slice(1), total),
        `rows: ${message}`,
      );
    refuses({}, 4, 'argument 0 "table" at 1 is 4, expected -1 for padding or a row number from 0 to below 4');
    refuses({}, 9, 'argument 0 "table" at 3 is -2, expected -1 for padding or a row number from 0 to below 9');
    refuses({ start: 5 }, 9, 'argument 0 "table" at 1 is 4, expected -1 for padding or a row number from 0 to below 4');
    refuses({ length: 2, count: 2 }, 9, 'argument 0 "table" at 1 is 4, expected a sample from 0 to below 4');
    refuses({ length: 2, from: 2, count: 1 }, 9, 'argument 0 "table" at 2 is -1, expected a sample from 0 to below 4');
    refuses({ from: 2 }, 9, 'argument 1 "parts"[0].count is the number 4, expected an integer from 0 to 2');
    refuses({ from: 5 }, 9, 'argument 1 "parts"[0].from is the number 5, expected an integer from 0 to 4');
    refuses({ length: 0 }, 9, 'argument 1 "parts"[0].length is the number 0, expected an integer from 1 to 9');
    table.release();
    refuses({}, 9, 'argument 0 "table" was released');
    assertThrowsMessage(() => table.release(), 'release: the index table was released');
  });

  test(`rows twice, of another size or padded where none may be are refused on ${backend.device}`, () => {
    const f = (...shape: number[]) => backend.zeros(shape, 'float32');
    const rows = (...values: number[]) => rowsOf(backend, 4, values);
    assertThrowsMessage(
      () => backend.layerNorm(f(5, 3), f(3), f(3), 1e-6, rows(0)),
      'layerNorm: argument 4 "rows" are of 4 rows, expected of 5',
    );
    assertThrowsMessage(
      () => backend.layerNorm(f(4, 3), f(3), f(3), 1e-6, rows(0, -1)),
      'layerNorm: argument 4 "rows" have padding (-1), expected none',
    );
    for (const twice of [rows(2, 0, 2), overlapping()])
      assertThrowsMessage(
        () => backend.scatterAddRows(f(twice.count, 3), twice, f(4, 3)),
        'scatterAddRows: argument 1 "rows" have a row twice, expected distinct rows',
      );
    assertThrowsMessage(
      () => backend.addResidual(f(4, 3), f(2, 3), null, rows(1, 1)),
      'addResidual: argument 3 "rows" have a row twice, expected distinct rows',
    );
    assertThrowsMessage(
      () => backend.layerNormBackward(f(2, 3), f(4, 3), f(3), f(2), f(2), rows(1, 1), f(4, 3), f(3), f(3)),
      'layerNormBackward: argument 5 "rows" have a row twice, expected distinct rows',
    );
    assertThrowsMessage(
      () => backend.scatterAddRows(f(1, 3), rows(0, 1), f(4, 3)),
      `scatterAddRows: argument 0 "x" is float32 (1, 3) on ${backend.device}, expected shape (2, 3)`,
    );
    // Interleaved parts share no row: each number is looked at.
    const table = backend.indexTable(Int32Array.of(0, 2, 1, 3));
    const single = { start: 0, length: 1, count: 2, scale: 1 };
    const interleaved = backend.rows(
      table,
      [
        { ...single, from: 0 },
        { ...single, from: 2 },
      ],
      4,
    );
    backend.scatterAddRows(f(4, 3), interleaved, f(4, 3));

    function overlapping() {
      const samples = backend.indexTable(Int32Array.of(0, 1));
      const part = { length: 2, count: 1, scale: 1 };
      return backend.rows(
        samples,
        [
          { ...part, start: 0, from: 0 },
          { ...part, start: 1, from: 0 },
        ],
        4,
      );
    }
  });

  test(`sizes that do not fit are refused with their numbers on ${backend.device}`, () => {
    const f = (...shape: number[]) => backend.zeros(shape, 'float32');
    assertThrowsMessage(
      () => backend.layerNorm(f(4, 3), f(2), f(3), 1e-6, null),
      `layerNorm: argument 1 "weight" is float32 (2) on ${backend.device}, expected shape (3)`,
    );
    assertThrowsMessage(
      () => backend.layerNorm(f(4, 3), f(3), f(3), -1, null),
      'layerNorm: argument 3 "eps" is the number -1, expected a number, 0 or more',
    );
    assertThrowsMessage(
      () => backend.layerNormBackward(f(2, 3), f(4, 3), f(3), f(2), f(2), null, f(4, 3), f(3), f(3)),
      `layerNormBackward: argument 0 "dy" is float32 (2, 3) on ${backend.device}, expected shape (4, 3)`,
    );
    assertThrowsMessage(
      () => backend.addResidual(f(4, 3), f(2, 3), null, null),
      `addResidual: argument 1 "branch" is float32 (2, 3) on ${backend.device}, expected shape (4, 3)`,
    );
    assertThrowsMessage(
      () => backend.addResidualBackward(f(4, 3), f(4, 3), null, null, f(3)),
      'addResidualBackward: argument 4 "dGamma" is an object, expected null where gamma is null',
    );
    assertThrowsMessage(
      () => backend.add(f(4, 3), f(3, 4)),
      `add: argument 1 "src" is float32 (3, 4) on ${backend.device}, expected shape (4, 3)`,
    );
  });
}
