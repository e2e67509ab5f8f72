import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginsAgain } from '../../../src/engines/slurm/verdict.js';

const failed = { kind: 'failed', exitCode: 1 } as const;
const asUsual = { restarts: 0, isToldToEnd: false };

test('a job that failed for what other nodes may not have begins again, and not for ever', () => {
  assert.ok(beginsAgain(failed, asUsual));
  assert.ok(beginsAgain(failed, { ...asUsual, restarts: 9 }));
  assert.ok(!beginsAgain(failed, { ...asUsual, restarts: 10 }));
});

test('one that would only fail again, has ended well, or was told to end, does not', () => {
  assert.ok(!beginsAgain({ kind: 'failed', exitCode: 2 }, asUsual));
  assert.ok(!beginsAgain({ kind: 'finished', exitCode: 0 }, asUsual));
  assert.ok(!beginsAgain({ kind: 'stopped', exitCode: 1 }, asUsual));
  assert.ok(!beginsAgain(failed, { ...asUsual, isToldToEnd: true }));
});
