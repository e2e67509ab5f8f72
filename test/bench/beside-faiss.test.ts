import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../bench/beside-faiss.js';

const settings = { queries: 2, gallery: 9, dim: 4, k: 3, threads: 1 };

test('rounds are compared one by one, and neighbours of a query in whichever place', () => {
  const indices = Int32Array.of(4, 2, 0, 1, 5, 8);
  const theirs = [300, 500, 200].map((milliseconds) => ({ milliseconds, indices, faiss: '1.9' }));
  const own = [100, 400, 125].map((milliseconds) => ({ milliseconds, indices: Int32Array.of(2, 4, 1, 1, 5, 8) }));
  const { cpu: _, ...result } = compare(settings, theirs, own);
  assert.deepEqual(result, {
    ...settings,
    faiss: '1.9',
    queries_per_second: 2000 / 125,
    peer_queries_per_second: 2000 / 300,
    ratios: [3, 1.25, 1.6],
    ratio: 1.6,
    same_neighbours: 5 / 6,
  });
});
