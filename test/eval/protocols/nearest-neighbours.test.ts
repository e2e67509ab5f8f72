import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestNeighbours } from '../../../src/eval/protocols/nearest-neighbours.js';

const gallery = Float32Array.of(1, 0, 0, 1, 0.6, 0.8, 0.6, 0.8);

test('neighbours come nearest first, and of equals the lower row first', () => {
  const { indices, similarities } = nearestNeighbours(Float32Array.of(0, 1), gallery, 2, 4);
  assert.deepEqual([...indices], [1, 2, 3, 0]);
  assert.deepEqual([...similarities], [1, Math.fround(0.8), Math.fround(0.8), 0]);
});

test('an excluded row is not found', () => {
  const queries = Float32Array.of(0, 1, 0, 1);
  assert.deepEqual([...nearestNeighbours(queries, gallery, 2, 1, Int32Array.of(1, -1)).indices], [2, 1]);
});

test('more neighbours than there are is refused', () => {
  const query = Float32Array.of(0, 1);
  assert.throws(() => nearestNeighbours(query, gallery, 2, 5), { message: /k is 5, expected at most 4/ });
  assert.throws(() => nearestNeighbours(query, gallery, 2, 4, Int32Array.of(0)), { message: /at most 3/ });
});
