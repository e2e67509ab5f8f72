import assert from 'node:assert/strict';
import { test } from 'node:test';
import { componentsToRgb, principalComponents } from '../../../src/eval/pictures/pca.js';

test('components are the coordinates along the directions of most variance', () => {
  // Rows are a * u + b * v around a mean, u and v orthonormal, a spread wider than b.
  const u = [0.6, 0.8, 0];
  const v = [-0.8, 0.6, 0];
  const pairs = Array.from({ length: 40 }, (_, i) => [5 * Math.sin(i), Math.cos(3 * i)] as const);
  const meanOf = (j: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[j], 0) / pairs.length;
  const rows = Float32Array.from(pairs.flatMap(([a, b]) => u.map((_, j) => 7 + a * u[j]! + b * v[j]!)));
  const components = principalComponents(rows, 3, 2);
  // a and b are nearly uncorrelated in this sample, so the directions are u and v but for a small turn.
  pairs.forEach(([a, b], i) => {
    assert.ok(Math.abs(components[2 * i]! - (a - meanOf(0))) < 0.2, `row ${i}, first`);
    assert.ok(Math.abs(Math.abs(components[2 * i + 1]!) - Math.abs(b - meanOf(1))) < 0.4, `row ${i}, second`);
  });
});

test('components are uncorrelated, in falling order of variance, and repeatable', () => {
  const width = 6;
  const rows = Float32Array.from({ length: 50 * width }, (_, i) => Math.sin(i * i) * (1 + (i % width)));
  const c = principalComponents(rows, width, 3);
  const product = (i: number, j: number) => {
    let sum = 0;
    for (let m = 0; m < 50; m++) sum += c[m * 3 + i]! * c[m * 3 + j]!;
    return sum;
  };
  assert.ok(product(0, 0) > product(1, 1) && product(1, 1) > product(2, 2));
  for (const [i, j] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const)
    assert.ok(Math.abs(product(i, j)) < 1e-3 * product(i, i), `${i} and ${j} correlate`);
  assert.deepEqual(principalComponents(rows, width, 3), c);
});

test('equal rows have no direction and give one colour', () => {
  const components = principalComponents(new Float32Array(8).fill(2), 4, 3);
  assert.deepEqual(components, new Float32Array(6));
  assert.deepEqual(componentsToRgb(components), new Uint8Array(6));
});

test('colours run from 0 to 255 between the 2nd and 98th percentile', () => {
  const components = Float32Array.from({ length: 300 }, (_, i) => Math.floor(i / 3) * ((i % 3) + 1));
  const colours = componentsToRgb(components);
  assert.equal(colours[0], 0);
  assert.equal(colours[299], 255);
  assert.ok(Math.abs(colours[150]! - 128) <= 3);
});

test('more components than columns are refused', () => {
  assert.throws(() => principalComponents(new Float32Array(4), 2, 3), {
    message: '3 components of rows that are 2 wide',
  });
});
