import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configFromObject } from '../../src/config/load.js';
import { planSharding } from '../../src/fsdp/plan.js';
import { nodeSharding, nodesOfPlan, sharesWithinNodes } from '../../src/train/node-sharding.js';

const withHeads = (sharding_strategy: string) =>
  configFromObject({
    compute_precision: { student: { dino_head: { sharding_strategy } }, teacher: { dino_head: { sharding_strategy } } },
  });
const hybrid = withHeads('HYBRID_SHARD');

test('shards lie within nodes where a sub-module asks for it and there are several nodes', () => {
  assert.deepEqual(nodeSharding(hybrid, [2, 2, 2]), { ranksPerNode: 2, note: null });
  assert.deepEqual(nodeSharding(withHeads('FULL_SHARD'), [2, 2]), { ranksPerNode: null, note: null });
});

test('shards lie within nodes where any sub-module of student or teacher has HYBRID_SHARD', () => {
  assert.equal(sharesWithinNodes(hybrid), true);
  assert.equal(sharesWithinNodes(withHeads('FULL_SHARD')), false);
});

test('on one node, and with one rank on each, HYBRID_SHARD is another strategy and says so', () => {
  assert.deepEqual(nodeSharding(hybrid, [4]), {
    ranksPerNode: null,
    note: 'sharding_strategy HYBRID_SHARD works as FULL_SHARD: on one node there is no other copy',
  });
  assert.deepEqual(nodeSharding(hybrid, [1, 1]), {
    ranksPerNode: 1,
    note: 'sharding_strategy HYBRID_SHARD works as NO_SHARD: each node has one rank',
  });
});

test('nodes of different numbers of ranks cannot hold the same copy; other strategies do not mind', () => {
  assert.throws(() => nodeSharding(hybrid, [2, 1, 2]), {
    name: 'ConfigError',
    code: 'NODES_DIFFER',
    exitCode: 2,
    message:
      'sharding_strategy is HYBRID_SHARD, but the 3 nodes have 2, 1, 2 ranks, expected as many on each: every node holds one ' +
      'whole copy, shared out in the same way; give all the same --nproc-per-node, or use FULL_SHARD or SHARD_GRAD_OP',
  });
  assert.deepEqual(nodeSharding(withHeads('NO_SHARD'), [2, 1]), { ranksPerNode: null, note: null });
});

test('a plan tells the nodes that it was made for, where shards lie within them', () => {
  const units = [{ name: 'head', parameters: [] }];
  const plan = (ranksPerNode: number) =>
    planSharding([{ name: 'dino_head', strategy: 'HYBRID_SHARD', units }], 4, ranksPerNode);
  assert.deepEqual(nodesOfPlan(plan(2), hybrid), [2, 2]);
  assert.deepEqual(nodesOfPlan(plan(1), hybrid), [1, 1, 1, 1]);
  assert.deepEqual(nodesOfPlan(plan(4), hybrid), [4]);
  assert.deepEqual(nodesOfPlan(plan(2), withHeads('FULL_SHARD')), [4]);
});
