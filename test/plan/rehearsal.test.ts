import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networksOf } from '../../src/model/networks.js';
import { dryRun } from '../../src/plan/dry-run.js';
import { rehearse } from '../../src/plan/rehearsal.js';
import { smallConfig } from '../checkpoint/small-training.js';

const LITTLE = 0.01;
const base = smallConfig();

test('after a rehearsal there is a time for every op of a step, also among other ranks', async () => {
  for (const ranks of [1, 4]) {
    const config = smallConfig({ train: { ...base.train, batch_size_per_gpu: 4 } });
    const fleet = { nodes: 1, ranksPerNode: ranks, device: 'cpu', compute: 'float32', threads: 1 } as const;
    const { steps } = await dryRun(config, fleet);
    const rates = rehearse(config, { ranks, compute: 'float32', threads: 1, frozen: null }, LITTLE);
    for (const event of steps.flat()) {
      if (event.kind !== 'op') continue;
      const seconds = rates.secondsOf(event.op, event.work);
      assert.ok(seconds >= 0 && seconds < 1, `${event.op}: ${seconds}`);
    }
    assert.deepEqual([rates.images, rates.blocks], [4, 2]);
    assert.ok(rates.secondsBetweenOps > 0 && rates.secondsBetweenOps < 0.01);
  }
});

test('a step of distillation is rehearsed with a teacher of its size', () => {
  const config = smallConfig({
    student: { ...base.student, drop_path_rate: 0 },
    ibot: { ...base.ibot, mask_sample_probability: 0 },
    distillation: { teacher: 'none' },
  });
  const wide = networksOf(smallConfig({ student: { ...base.student, embed_dim: 48, depth: 3 } }));
  const rates = rehearse(config, { ranks: 1, compute: 'float32', threads: 1, frozen: wide }, LITTLE);
  const wider = rates.secondsOf('linear', { sizes: [144, 48], flops: 1e6, bytes: 1e5 });
  assert.ok(wider > 0 && wider < 1, `${wider}`);
});
