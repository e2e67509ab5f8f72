import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backends } from './backends.js';
import { assertClose, assertSameBits, differences, dot } from './reference.js';
import { assertRefusesWrongArguments, assertThrowsMessage } from './refusals.js';
import { floats, normals, valuesOf } from './tensors.js';

const shapes = [
  [5, 7],
  [3, 33],
  [2, 384],
  [97, 3],
  [1, 1],
  [0, 7],
] as const;

function norms(x: Float64Array, M: number, D: number): Float64Array {
  return Float64Array.from({ length: M }, (_, m) => Math.hypot(...x.subarray(m * D, (m + 1) * D)));
}

function l2Normalize(x: Float64Array, M: number, D: number, eps: number): Float64Array {
  const norm = norms(x, M, D);
  return x.map((v, i) => v / Math.max(norm[Math.floor(i / D)]!, eps));
}

function weightNorm(v: Float64Array, g: Float64Array, P: number, D: number): Float64Array {
  const norm = norms(v, P, D);
  return v.map((value, i) => (g[Math.floor(i / D)]! * value) / norm[Math.floor(i / D)]!);
}

for (const backend of backends()) {
  for (const [M, D] of shapes) {
    test(`l2Normalize and its gradient agree with a float64 reference at (${M}, ${D}) on ${backend.device}`, () => {
      const x = normals(1, M * D, 3);
      const dy = normals(2, M * D);
      const { y, norm } = backend.l2Normalize(floats(backend, [M, D], x), 1e-12);
      assert.deepEqual([y.shape, norm.shape], [[M, D], [M]]);
      assertClose(valuesOf(backend, y), l2Normalize(x, M, D, 1e-12), { relative: 5e-7 }, 'y');
      assertClose(valuesOf(backend, norm), norms(x, M, D), { relative: 5e-7 }, 'norm');
      const dx = backend.l2NormalizeBackward(floats(backend, [M, D], dy), y, norm);
      assert.deepEqual(dx.shape, [M, D]);
      const wanted = differences((v) => dot(l2Normalize(v, M, D, 1e-12), dy), x);
      assertClose(valuesOf(backend, dx), wanted, { relative: 2e-6, absolute: 2e-7 }, 'dx');
    });

    test(`weightNorm and its gradient agree with a float64 reference at (${M}, ${D}) on ${backend.device}`, () => {
      const v = normals(3, M * D);
      const g = normals(4, M, 0.5, 1);
      const dWeight = normals(5, M * D);
      const [vt, gt] = [floats(backend, [M, D], v), floats(backend, [M, 1], g)];
      const { weight, norm } = backend.weightNorm(vt, gt);
      assert.deepEqual([weight.shape, norm.shape], [[M, D], [M]]);
      assertClose(valuesOf(backend, weight), weightNorm(v, g, M, D), { relative: 5e-7 }, 'weight');
      assertClose(valuesOf(backend, norm), norms(v, M, D), { relative: 5e-7 }, 'norm');

      const [dV, dG] = [floats(backend, [M, D], normals(6, M * D)), floats(backend, [M, 1], normals(7, M))];
      backend.weightNormBackward(floats(backend, [M, D], dWeight), vt, gt, norm, dV, dG);
      const wantedV = differences((at) => dot(weightNorm(at, g, M, D), dWeight), v);
      const wantedG = differences((at) => dot(weightNorm(v, at, M, D), dWeight), g);
      const near = { relative: 2e-6, absolute: 1e-6 };
      assertClose(
        valuesOf(backend, dV),
        wantedV.map((w, i) => w + normals(6, M * D)[i]!),
        near,
        'dV',
      );
      assertClose(
        valuesOf(backend, dG),
        wantedG.map((w, i) => w + normals(7, M)[i]!),
        near,
        'dG',
      );
    });
  }

  test(`a row shorter than eps is divided by eps, and so is its gradient on ${backend.device}`, () => {
    const eps = 1e-2;
    const x = Float64Array.from([0, 0, 0, 1e-3, -2e-3, 2e-3, 3, 4, 0].map(Math.fround));
    const dy = Float64Array.from([1, 2, 3, 1, 2, 3, 1, 2, 3]);
    const { y, norm } = backend.l2Normalize(floats(backend, [3, 3], x), eps);
    assertClose(valuesOf(backend, norm), [eps, eps, 5], { relative: 1e-7 });
    assertClose(valuesOf(backend, y), l2Normalize(x, 3, 3, eps), { relative: 1e-6 });
    const dx = valuesOf(backend, backend.l2NormalizeBackward(floats(backend, [3, 3], dy), y, norm));
    const wanted = differences((v) => dot(l2Normalize(v, 3, 3, eps), dy), x, 1e-7);
    assertClose(dx, wanted, { relative: 1e-6 });
  });

  test(`rows of zeros stay zero under l2Normalize, infinity and NaN stay in their rows on ${backend.device}`, () => {
    const x = [0, 0, Number.NaN, 1, Number.POSITIVE_INFINITY, 1, 3, 4];
    const { y } = backend.l2Normalize(floats(backend, [4, 2], x), 1e-12);
    const values = valuesOf(backend, y);
    assert.deepEqual([...values.subarray(0, 2)], [0, 0]);
    assert.ok(Number.isNaN(values[2]) && Number.isNaN(values[4]));
    assertClose(values.subarray(6), [0.6, 0.8], { relative: 1e-6 });
    const g = floats(backend, [4, 1], [1, 1, 1, 1]);
    const { weight } = backend.weightNorm(floats(backend, [4, 2], x), g);
    assertClose(valuesOf(backend, weight).subarray(6), [0.6, 0.8], { relative: 1e-6 });
  });

  test(`the normalisations give the same bits again and on any number of threads on ${backend.device}`, () => {
    const [M, D] = [301, 33];
    const [v, dy] = [floats(backend, [M, D], normals(8, M * D)), floats(backend, [M, D], normals(9, M * D))];
    const g = floats(backend, [M, 1], normals(10, M));
    assertSameBits(backend, () => {
      const { y, norm } = backend.l2Normalize(v, 1e-12);
      const dx = backend.l2NormalizeBackward(dy, y, norm);
      const { weight, norm: length } = backend.weightNorm(v, g);
      const [dV, dG] = [backend.zeros([M, D], 'float32'), backend.zeros([M, 1], 'float32')];
      backend.weightNormBackward(dy, v, g, length, dV, dG);
      return [y, norm, dx, weight, length, dV, dG].map((t) => valuesOf(backend, t));
    });
  });

  test(`the normalisations refuse wrong arguments by name on ${backend.device}`, () => {
    const f = (...shape: number[]) => backend.zeros(shape, 'float32');
    assertRefusesWrongArguments(backend, 'l2Normalize', [
      ['x', f(4, 3)],
      ['eps', 1e-6],
    ]);
    assertRefusesWrongArguments(backend, 'l2NormalizeBackward', [
      ['dy', f(4, 3)],
      ['y', f(4, 3)],
      ['norm', f(4)],
    ]);
    assertRefusesWrongArguments(backend, 'weightNorm', [
      ['v', f(4, 3)],
      ['g', f(4, 1)],
    ]);
    assertRefusesWrongArguments(backend, 'weightNormBackward', [
      ['dWeight', f(4, 3)],
      ['v', f(4, 3)],
      ['g', f(4, 1)],
      ['norm', f(4)],
      ['dV', f(4, 3)],
      ['dG', f(4, 1)],
    ]);
    assertThrowsMessage(
      () => backend.l2Normalize(f(4, 3), Number.NaN),
      'l2Normalize: argument 1 "eps" is the number NaN, expected a number, 0 or more',
    );
    assertThrowsMessage(
      () => backend.weightNorm(f(4, 3), f(4)),
      `weightNorm: argument 1 "g" is float32 (4) on ${backend.device}, expected shape (4, 1)`,
    );
    assertThrowsMessage(
      () => backend.l2NormalizeBackward(f(4, 3), f(3, 4), f(4)),
      `l2NormalizeBackward: argument 1 "y" is float32 (3, 4) on ${backend.device}, expected shape (4, 3)`,
    );
  });
}
