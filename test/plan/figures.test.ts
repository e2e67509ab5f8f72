import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration, scaled } from '../../src/plan/figures.js';

test('figures have three digits and a unit that suits them', () => {
  assert.deepEqual(
    [0, 0.5, 12, 1234, 99_960, 1.5e9, 2.344e19].map((value) => scaled(value, 'B')),
    ['0 B', '0.50 B', '12.0 B', '1.23 kB', '100 kB', '1.50 GB', '23.4 EB'],
  );
  assert.deepEqual([scaled(999_960), scaled(387)], ['1.00 M', '387']);
});

test('times are told from milliseconds to days', () => {
  assert.deepEqual([0.0123, 1.5, 119, 600, 7200, 200_000].map(duration), [
    '12.3 ms',
    '1.50 s',
    '119 s',
    '10.0 minutes',
    '2.00 hours',
    '2.31 days',
  ]);
});
