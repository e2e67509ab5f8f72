import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestNeighbours } from '../../../src/eval/protocols/nearest-neighbours.js';
import { normals } from '../../nn/backend/tensors.js';

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

/** By float64, every row with every query. */
function compareAll(queries: Float32Array, rows: Float32Array, width: number, k: number) {
  const neighbours = Array.from({ length: queries.length / width }, (_, q) => {
    const products = Array.from({ length: rows.length / width }, (_, row) => {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += queries[q * width + i]! * rows[row * width + i]!;
      return { similarity: Math.fround(sum), row };
    });
    return products.sort((a, b) => b.similarity - a.similarity || a.row - b.row).slice(0, k);
  }).flat();
  return {
    k,
    indices: Int32Array.from(neighbours, ({ row }) => row),
    similarities: Float32Array.from(neighbours, ({ similarity }) => similarity),
  };
}

test('neighbours are those of float64, also where float32 cannot tell them apart', () => {
  const [numQueries, numRows, width, k] = [20, 1500, 96, 4];
  const queries = Float32Array.from(normals(1, numQueries * width));
  const rows = Float32Array.from(normals(2, numRows * width));
  assert.deepEqual(nearestNeighbours(queries, rows, width, k), compareAll(queries, rows, width, k));
  // Hundreds of rows that differ in a last bit, and some that are equal.
  const alike = Float32Array.from(
    { length: numRows * width },
    (_, i) => rows[i % width]! + (i % 7 === 0 ? 2 ** -23 * rows[i]! : 0),
  );
  assert.deepEqual(nearestNeighbours(queries, alike, width, k), compareAll(queries, alike, width, k));
});

test('a gallery and queries that are wide are compared part by part', () => {
  const width = 1 << 20;
  const sparse = (values: number[]) => {
    const rows = new Float32Array(values.length * width);
    for (const [row, value] of values.entries()) rows[(row + 1) * width - 1] = value;
    return rows;
  };
  const { indices, similarities } = nearestNeighbours(
    sparse([1, -1, 2, 1, 1]),
    sparse([3, 1, 4, 1, 5, 9, 2, 6, 5]),
    width,
    2,
  );
  assert.deepEqual([...indices], [5, 7, 1, 3, 5, 7, 5, 7, 5, 7]);
  assert.deepEqual([...similarities], [9, 6, -1, -1, 18, 12, 9, 6, 9, 6]);
});
