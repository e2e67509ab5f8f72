import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dryRun } from '../../src/plan/dry-run.js';
import { hostMemory } from '../../src/plan/host-memory.js';
import { smallConfig } from '../checkpoint/small-training.js';

const base = smallConfig();

test('a rank comes to its process, a standby and three snapshots', async () => {
  const config = smallConfig({ train: { ...base.train, batch_size_per_gpu: 3 } });
  const fleet = { nodes: 1, ranksPerNode: 2, device: 'cpu', compute: 'float32', threads: 1 } as const;
  const dry = await dryRun(config, fleet);
  const { process, standby, snapshots, total } = hostMemory(dry, 'cpu', 1);
  const shards = dry.state.plan.units.reduce((sum, { shardNumel }) => sum + shardNumel, 0);
  assert.equal(process.saves, 16 * shards);
  assert.equal(snapshots, 3 * 16 * shards);
  // Five batches: three ahead, the next, and the one that is computed. Of each 6 global crops and 3 local ones.
  assert.ok(process.batches > 5 * 3 * (6 * 16 ** 2 + 3 * 8 ** 2) && process.batches < 5 * 20_000);
  assert.equal(process.tensors, dry.memory.resident);
  assert.equal(process.total, process.program + process.tensors + process.batches + process.saves);
  assert.equal(total, process.total + standby + snapshots);
  const none = await dryRun(smallConfig({ train: { ...base.train, snapshot_seconds: 0 } }), fleet);
  assert.equal(hostMemory(none, 'cpu', 1).snapshots, 0);
  assert.equal(hostMemory(dry, 'cpu', 2).snapshots, 6 * 16 * shards, 'with those of another node');
});

test("a GPU's tensors are not the host's, and its host is ahead by more batches", async () => {
  const fleet = { nodes: 1, ranksPerNode: 1, compute: 'float32', threads: 1 } as const;
  const [cpu, gpu] = await Promise.all(
    (['cpu', 'gpu'] as const).map(async (device) => hostMemory(await dryRun(base, { ...fleet, device }), device, 1)),
  );
  assert.equal(gpu!.process.tensors, 0);
  assert.ok(gpu!.process.batches > cpu!.process.batches);
});
