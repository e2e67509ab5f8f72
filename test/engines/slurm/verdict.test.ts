import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginsAgain } from '../../../src/engines/slurm/verdict.js';

const failed = { isWorthRetry: true };
const asUsual = { restarts: 0, isToldToEnd: false };

test('a job that failed for what other nodes may not have begins again, and not for ever', () => {
  assert.ok(beginsAgain(failed, asUsual));
  assert.ok(beginsAgain(failed, { ...asUsual, restarts: 9 }));
  assert.ok(!beginsAgain(failed, { ...asUsual, restarts: 10 }));
});

test('one that would only fail again, has ended well, or was told to end, does not', () => {
  assert.ok(!beginsAgain({ isWorthRetry: false }, asUsual));
  assert.ok(!beginsAgain(failed, { ...asUsual, isToldToEnd: true }));
});
