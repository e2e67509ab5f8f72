import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  dropPathRates,
  keptCount,
  packedSeqlens,
  selectOutputRows,
  selectSamples,
} from '../../src/model/stochastic-depth.js';

const lists = [
  { count: 2, length: 3 },
  { count: 3, length: 2 },
];

test('sequences of all lists lie one after the other', () => {
  assert.deepEqual([...packedSeqlens(lists)], [0, 3, 6, 8, 10, 12]);
});

test('a selection holds the token rows of kept samples, scaled by batch over kept', () => {
  const selection = selectSamples(lists, [Int32Array.of(1), Int32Array.of(2, 0)]);
  assert.deepEqual([...selection.rows], [3, 4, 5, 10, 11, 6, 7]);
  assert.deepEqual([...selection.rowScale], [2, 2, 2, 1.5, 1.5, 1.5, 1.5]);
  assert.deepEqual([...selection.cuSeqlens], [0, 3, 5, 7]);
});

test('after the last attention only wanted rows of kept samples go on', () => {
  const outputRows = Int32Array.of(0, 3, 6, 8, 10);
  const selection = selectOutputRows(lists, [Int32Array.of(1), Int32Array.of(2, 0)], outputRows);
  assert.deepEqual([...selection.rows], [1, 2, 4]);
  assert.deepEqual([...selection.rowScale], [2, 1.5, 1.5]);
});

test('as many samples are kept as the released code keeps, one at least', () => {
  assert.deepEqual([keptCount(8, 0.4), keptCount(16, 0.3), keptCount(1, 0.9), keptCount(64, 0.1)], [4, 11, 1, 57]);
});

test('rates are uniform, or rise from 0 to the last block', () => {
  assert.deepEqual(dropPathRates(0.3, 3, true), [0.3, 0.3, 0.3]);
  assert.deepEqual(dropPathRates(0.3, 3, false), [0, 0.15, 0.3]);
  assert.deepEqual(dropPathRates(0.3, 1, false), [0]);
});
