/** Two nodes of two ranks each: shards within a node, a copy on each. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smallConfig } from '../checkpoint/small-training.js';
import { folderOf, noisePngs } from '../data/image-files.js';
import { indexedImages } from '../data/indexed-images.js';
import { trainOnRanks } from './loop-ranks.js';

const STEPS = 5;
/** What rounding to fp16 on the wire, once more a step, makes of a loss in four steps: below the tolerance of docs/conformance.md. */
const LOSS_TOLERANCE = 2.4e-2;
/** Float32 sums in another order. */
const FLOAT32_TOLERANCE = 5e-5;
const base = smallConfig();

function configOf(strategy: string, format: string) {
  const precision = { param_dtype: format, reduce_dtype: format };
  const submodule = { sharding_strategy: strategy, mixed_precision: precision };
  const network = { backbone: submodule, dino_head: submodule, ibot_head: submodule };
  return {
    ...base,
    compute_precision: { grad_scaler: false, student: network, teacher: network },
    student: { ...base.student, drop_path_rate: 0.3 },
    crops: { global_crops_size: 32, local_crops_size: 16, local_crops_number: 2 },
    train: { ...base.train, max_steps: STEPS, OFFICIAL_EPOCH_LENGTH: 10, log_every: 2 },
    optim: { ...base.optim, epochs: 2, warmup_epochs: 0, freeze_last_layer_epochs: 0, base_lr: 0.05 },
    teacher: { ...base.teacher, warmup_teacher_temp_epochs: 1 },
  };
}

for (const [format, tolerance] of [
  ['fp32', FLOAT32_TOLERANCE],
  ['fp16', LOSS_TOLERANCE],
] as const)
  test(`in ${format} the first step of HYBRID_SHARD is that of FULL_SHARD to the bit, later ones are near, copies equal`, async (t) => {
    const start = { images: await indexedImages(t, folderOf(t, noisePngs(9))), globalBatch: 7 };
    const full = await trainOnRanks(4, { ...start, config: configOf('FULL_SHARD', format) });
    const config = configOf('HYBRID_SHARD', format);
    const hybrid = await trainOnRanks(4, { ...start, config, ranksPerNode: 2 });
    for (const { reports } of hybrid) {
      assert.equal(reports.length, STEPS);
      assert.deepEqual(reports[0]!.losses, full[0]!.reports[0]!.losses);
      reports.forEach(({ losses, scalars }, step) => {
        assert.deepEqual({ losses, scalars }, pick(hybrid[0]!.reports[step]!));
        for (const [loss, wanted] of Object.entries(full[0]!.reports[step]!.losses)) {
          const off = Math.abs(losses[loss]! - wanted);
          assert.ok(off <= tolerance * Math.abs(wanted), `step ${step}: ${loss} ${losses[loss]}, FULL_SHARD ${wanted}`);
        }
      });
    }
    assert.notEqual(hybrid[0]!.reports[0]!.losses.total_loss, hybrid[0]!.reports[STEPS - 1]!.losses.total_loss);
    const states = hybrid.map(({ state }) => state);
    assert.deepEqual([states[2], states[3]], [states[0], states[1]]);
    assert.notEqual(states[0], states[1]);
  });

test('HYBRID_SHARD on late devices comes to the same bits', async (t) => {
  const start = { images: await indexedImages(t, folderOf(t, noisePngs(9))), globalBatch: 7, ranksPerNode: 2 };
  const config = configOf('HYBRID_SHARD', 'fp16');
  const numbersOf = ({ reports, state }: { reports: object; state: string }) => ({ reports, state });
  const wanted = (await trainOnRanks(4, { ...start, config })).map(numbersOf);
  assert.deepEqual((await trainOnRanks(4, { ...start, config, late: true })).map(numbersOf), wanted);
});

function pick({ losses, scalars }: { losses: object; scalars: object }): object {
  return { losses, scalars };
}
