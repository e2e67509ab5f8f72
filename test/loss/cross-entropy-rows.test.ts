import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dinoRows, ibotRows } from '../../src/loss/cross-entropy-rows.js';

test('a global crop is compared with the other global crop of its image, a local crop with both', () => {
  const { global, local } = dinoRows(2, 3);
  assert.deepEqual([...global.targetRows], [2, 3, 0, 1]);
  assert.deepEqual([...local.targetRows], [0, 2, 1, 3, 0, 2, 1, 3, 0, 2, 1, 3]);
  assert.equal(global.weights.length, 4);
  assert.ok(Math.abs(global.weights[0]! - 1 / (2 * 8)) < 1e-9);
  assert.equal(local.weights.length, 6);
});

test('without local crops the two global pairs are divided by three, as in the released code', () => {
  const { global, local } = dinoRows(1, 0);
  assert.equal(local.targetRows.length, 0);
  assert.equal(global.weights[0], Math.fround(1 / 3));
});

test('masked patches of one crop share its weight', () => {
  const masked = ibotRows(Uint8Array.of(0, 1, 1, 0, 0, 0, 0, 0, 1), 3);
  assert.deepEqual([...masked.indices], [1, 2, 8]);
  assert.deepEqual([...masked.targetRows], [0, 1, 2]);
  assert.deepEqual([...masked.weights], [1 / 6, 1 / 6, 1 / 3].map(Math.fround));
});

test('a batch without masks has no rows', () => {
  assert.equal(ibotRows(new Uint8Array(8), 2).indices.length, 0);
});
