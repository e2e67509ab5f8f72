import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NearestSoFar } from '../../../src/eval/protocols/nearest-so-far.js';

/** One query, (1), among rows of one number. */
function searchAmong(rows: number[], k: number, excluded: Int32Array | null = null): NearestSoFar {
  return new NearestSoFar(Float32Array.of(1), Float32Array.from(rows), 1, k, excluded);
}

const whole = (rows: number) => ({ query: 0, queries: 1, row: 0, rows });

test('of candidates the order is that of float64, whatever float32 has made of their products', () => {
  const search = searchAmong([0.5, 0.75, 0.25], 3);
  search.lookAt(whole(3), Float32Array.of(0.75, 0.75, 0.25), Int32Array.of(0, 1, 2));
  assert.deepEqual([...search.indices], [1, 0, 2]);
  assert.deepEqual([...search.similarities], [0.75, 0.5, 0.25]);
});

test('parts of the gallery are counted on, and of equal rows the lower one stays', () => {
  const search = searchAmong([0.5, 0.75, 0.75, 0.5], 2);
  search.lookAt({ ...whole(2), row: 2 }, Float32Array.of(0.75, 0.5), Int32Array.of(0, 1));
  search.lookAt(whole(2), Float32Array.of(0.75, 0.5), Int32Array.of(1, 0));
  assert.deepEqual([...search.indices], [1, 2]);
});

test('a row that was no candidate is looked at where it may be as near, and only there', () => {
  const rows = [0.5, 0.75, 1];
  const near = searchAmong(rows, 1);
  near.lookAt(whole(3), Float32Array.of(0.75), Int32Array.of(1));
  assert.deepEqual([...near.indices], [1]);
  near.lookAtTheUnclear();
  assert.deepEqual([...near.indices], [2]);
  const clear = searchAmong(rows, 1);
  // The last is what every other row is below: by more than float32 can be off.
  clear.lookAt(whole(3), Float32Array.of(0.75, 0.5), Int32Array.of(1, 0));
  clear.lookAtTheUnclear();
  assert.deepEqual([...clear.indices], [1]);
});

test('the excluded row is no neighbour, as a candidate or at the second look', () => {
  const search = searchAmong([1, 0.5, 0.75], 1, Int32Array.of(0));
  search.lookAt(whole(3), Float32Array.of(1, 0.5), Int32Array.of(0, 1));
  search.lookAtTheUnclear();
  assert.deepEqual([...search.indices], [2]);
});

test('products that are no numbers are never near', () => {
  const search = searchAmong([Number.NaN, 0.5, Number.NaN], 2);
  search.lookAt(whole(3), Float32Array.of(0.5, Number.NaN), Int32Array.of(1, 0));
  search.lookAtTheUnclear();
  assert.deepEqual([search.indices[0], search.similarities[0], search.similarities[1]], [1, 0.5, -Infinity]);
});
