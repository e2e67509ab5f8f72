import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepOnSharedCores } from '../../src/plan/shared-cores.js';

const base = { cores: 2, ranks: 2, threads: 1, stepSeconds: 10, imageSeconds: 0, workers: 4 };

test('images take the cores of the ranks, but for those that are left over', () => {
  assert.equal(stepOnSharedCores(base), 10);
  assert.equal(stepOnSharedCores({ ...base, imageSeconds: 3 }), 13);
  assert.equal(stepOnSharedCores({ ...base, ranks: 1, threads: 2, imageSeconds: 3 }), 11.5);
  // One core in three has nothing else to do.
  assert.equal(stepOnSharedCores({ ...base, cores: 3, imageSeconds: 3 }), 10);
});

test('more ranks than cores take turns', () => {
  assert.equal(stepOnSharedCores({ ...base, ranks: 6 }), 30);
});

test('a step is no shorter than the reading of its images', () => {
  assert.equal(stepOnSharedCores({ ...base, cores: 64, ranks: 1, threads: 32, imageSeconds: 100, workers: 4 }), 25);
});
