import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configFromObject } from '../../src/config/load.js';
import { shardingOf } from '../../src/train/sharded-network.js';

const config = (student: string, teacher: string) =>
  configFromObject({
    compute_precision: {
      student: { backbone: { sharding_strategy: student } },
      teacher: { backbone: { sharding_strategy: teacher } },
    },
  });

test('student and teacher may differ in when they gather, not in where their shards lie', () => {
  assert.equal(shardingOf(config('FULL_SHARD', 'SHARD_GRAD_OP'), 'student', 'backbone').strategy, 'FULL_SHARD');
  assert.equal(shardingOf(config('HYBRID_SHARD', 'HYBRID_SHARD'), 'teacher', 'backbone').strategy, 'HYBRID_SHARD');
  for (const [student, teacher, apart] of [
    ['NO_SHARD', 'FULL_SHARD', 'NO_SHARD'],
    ['SHARD_GRAD_OP', 'NO_SHARD', 'NO_SHARD'],
    ['HYBRID_SHARD', 'FULL_SHARD', 'HYBRID_SHARD'],
  ] as const)
    for (const network of ['student', 'teacher'] as const)
      assert.throws(() => shardingOf(config(student, teacher), network, 'backbone'), {
        code: 'STRATEGIES_DIFFER',
        message:
          `compute_precision: student.backbone and teacher.backbone have sharding_strategy ${student} and ${teacher}, expected ` +
          `${apart} for both or for none: the teacher is averaged from the student shard by shard`,
      });
});
