import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodesOf, openAllocation } from '../../../src/engines/slurm/allocation.js';

const allocation = { job: '7', nodes: ['n1', 'n2', 'n3'], restarts: 0, isBatch: true };

test('of an allocation all nodes train but the spares, or as many as were asked for', () => {
  assert.deepEqual(nodesOf(allocation, null, 0), { minNodes: 3, maxNodes: 3 });
  assert.deepEqual(nodesOf(allocation, null, 1), { minNodes: 2, maxNodes: 2 });
  assert.deepEqual(nodesOf(allocation, { minNodes: 1, maxNodes: 8 }, 2), { minNodes: 1, maxNodes: 8 });
});

test('an allocation that is too small is named with what it has', () => {
  const there = 'or more, and Slurm job 7 has 3: n1, n2, n3';
  assert.throws(() => nodesOf(allocation, { minNodes: 4, maxNodes: 4 }, 0), {
    code: 'TOO_FEW_HOSTS',
    message: `--nodes needs 4 ${there}`,
  });
  assert.throws(() => nodesOf(allocation, null, 3), { message: `--spares 3 needs 4 nodes ${there}` });
});

test('outside of a job there is none, and it is said what submits one', async () => {
  await assert.rejects(openAllocation({}), {
    code: 'BAD_OPTION',
    message: /there is no SLURM_JOB_ID here; --on slurm submits/,
  });
});
