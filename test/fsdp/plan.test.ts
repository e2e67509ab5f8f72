import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isWriter,
  ownedRuns,
  type PlannedUnit,
  placementOf,
  planSharding,
  type ShardingStrategy,
  shardRange,
  stateBytesPerRank,
} from '../../src/fsdp/plan.js';
import type { UnitSpec } from '../../src/nn/parameter.js';

const parameter = (name: string, ...shape: number[]) => ({
  name,
  shape,
  init: { kind: 'constant', value: 0 } as const,
});
const units: UnitSpec[] = [
  { name: 'root', parameters: [parameter('cls_token', 1, 1, 48), parameter('mask_token', 1, 48)] },
  { name: 'blocks.0', parameters: [parameter('weight', 33, 48), parameter('bias', 33), parameter('gain', 48)] },
];
const plan = (worldSize: number, strategy: ShardingStrategy = 'FULL_SHARD', ranksPerNode?: number) =>
  planSharding([{ name: 'backbone', strategy, units }], worldSize, ranksPerNode);

test('on 4 ranks each holds a quarter and padding, of student, teacher and both moments', () => {
  const [alone, four] = [plan(1), plan(4)];
  for (const [i, unit] of four.units.entries()) {
    const whole = alone.units[i]!.shardNumel;
    assert.ok(4 * unit.shardNumel >= whole);
    assert.ok(4 * unit.shardNumel < whole + 4 * 16, `${unit.shardNumel} of ${whole}`);
  }
  assert.equal(stateBytesPerRank(four), 16 * (32 + 432));
});

for (const worldSize of [1, 2, 3, 4, 8])
  test(`every element of every parameter has exactly one owner among ${worldSize} ranks`, () => {
    for (const unit of plan(worldSize).units) {
      const owners = unit.parameters.map(({ numel }) => new Uint8Array(numel));
      for (let rank = 0; rank < worldSize; rank++) {
        const { start, end } = shardRange(unit, rank);
        assert.equal(end - start, unit.shardNumel);
        for (const run of ownedRuns(unit, rank)) {
          assert.equal(start + run.shardStart, run.parameter.offset + run.parameterStart);
          const owned = owners[unit.parameters.indexOf(run.parameter)]!;
          for (let i = 0; i < run.numel; i++) owned[run.parameterStart + i]! += 1;
        }
      }
      for (const owned of owners) assert.ok(owned.every((count) => count === 1));
    }
  });

test('without sharding every rank holds everything', () => {
  for (const unit of plan(3, 'NO_SHARD').units) {
    assert.equal(unit.numShards, 1);
    assert.equal(
      ownedRuns(unit, 2).reduce((sum, { numel }) => sum + numel, 0),
      unit.parameters.reduce((sum, { numel }) => sum + numel, 0),
    );
  }
});

test('a shard has one writer among the ranks that hold it', () => {
  const [sharded] = plan(3).units;
  const [whole] = plan(3, 'NO_SHARD').units;
  const placements = (unit: PlannedUnit) => [0, 1, 2].map((rank) => placementOf(unit, rank));
  assert.deepEqual(
    placements(sharded!),
    [0, 1, 2].map((shard) => ({ shard, numShards: 3, replica: 0 })),
  );
  assert.deepEqual(
    placements(whole!),
    [0, 1, 2].map((replica) => ({ shard: 0, numShards: 1, replica })),
  );
  const writers = (unit: PlannedUnit) => [0, 1, 2].filter((rank) => isWriter(unit, rank));
  assert.deepEqual([writers(sharded!), writers(whole!)], [[0, 1, 2], [0]]);
});

test('HYBRID_SHARD shares a unit out within a node, and every node has a copy', () => {
  const [unit] = plan(6, 'HYBRID_SHARD', 2).units;
  const [full] = plan(2).units;
  assert.deepEqual(unit, full);
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((rank) => placementOf(unit!, rank)),
    [0, 1, 2].flatMap((replica) => [0, 1].map((shard) => ({ shard, numShards: 2, replica }))),
  );
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].filter((rank) => isWriter(unit!, rank)),
    [0, 1],
  );
  assert.deepEqual(plan(6, 'HYBRID_SHARD'), plan(6, 'FULL_SHARD'), 'on one node');
});

test('parameters start on cache lines', () => {
  for (const unit of plan(3).units) for (const { offset } of unit.parameters) assert.equal(offset % 16, 0);
});
