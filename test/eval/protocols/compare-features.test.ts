import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Features } from '../../../src/eval/features.js';
import { compareByKnn, compareByRetrieval } from '../../../src/eval/protocols/compare-features.js';

function features(entries: Record<string, [number, number]>): Features {
  return { rows: Float32Array.from(Object.values(entries).flat()), width: 2, files: Object.keys(entries), folder: '.' };
}

const gallery = features({
  'cat/a.png': [1, 0],
  'cat/b.png': [0.9, 0.1],
  'dog/c.png': [0, 1],
  'dog/d.png': [0.1, 0.9],
});
const labelOf = (file: string) => file.split('/')[0]!;
const options = { k: 1, temperature: 0.07, excludeSameName: false };

test('k-NN counts the queries that land in their class', () => {
  const queries = features({ 'cat/x.png': [2, 0.1], 'dog/y.png': [1, 0.2] });
  const { accuracy, classes } = compareByKnn(queries, gallery, labelOf, options);
  assert.equal(accuracy, 0.5);
  assert.equal(classes, 2);
});

test('with excludeSameName a query does not find its own file', () => {
  const twins = features({ 'cat/a.png': [1, 0], 'dog/c.png': [0.95, 0.05] });
  assert.equal(compareByKnn(twins, twins, labelOf, options).accuracy, 1);
  assert.equal(compareByKnn(twins, twins, labelOf, { ...options, excludeSameName: true }).accuracy, 0);
});

test('retrieval finds twins of another style once each set is centred', () => {
  const drawn = features({ a: [1, 0], b: [0, 1], c: [-1, 0], d: [0, -1] });
  // The other style adds the same vector to every image: c now looks like b, and d like a.
  const shifted = features({ a: [6, 5], b: [5, 6], c: [4, 5], d: [5, 4] });
  assert.equal(compareByRetrieval(shifted, drawn, { centre: false, k: 1 }).recallAt1, 0.5);
  const { recallAt1, neighbours } = compareByRetrieval(shifted, drawn, { centre: true, k: 2 });
  assert.equal(recallAt1, 1);
  assert.equal(neighbours.indices.length, 8);
});

test('sets that do not belong together are refused', () => {
  const lonely = features({ 'cat/z.png': [1, 0] });
  assert.throws(() => compareByRetrieval(lonely, gallery, { centre: false, k: 1 }), {
    code: 'FEATURES_MISMATCH',
    message: /the gallery has no file named cat\/z.png/,
  });
  const wide = { ...lonely, rows: new Float32Array(3), width: 3 };
  assert.throws(() => compareByKnn(wide, gallery, labelOf, options), {
    message: /queries are 3 wide and the gallery 2/,
  });
});
