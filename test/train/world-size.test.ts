/** The global batch and its rate stay when the number of ranks changes: the same images, crops, masks and losses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smallConfig } from '../checkpoint/small-training.js';
import { folderOf, noisePngs } from '../data/image-files.js';
import { indexedImages } from '../data/indexed-images.js';
import { trainOnRanks } from './loop-ranks.js';

const STEPS = 5;
/** Neither 2, 3 nor 4 ranks share it out evenly. */
const GLOBAL_BATCH = 7;
/** Five times what float32 sums in another order make of a loss in four steps (test/golden/README.md). */
const LOSS_TOLERANCE = 5e-5;

const float32 = { mixed_precision: { param_dtype: 'fp32', reduce_dtype: 'fp32' } };
const network = { backbone: float32, dino_head: float32, ibot_head: float32 };
const base = smallConfig();

/** Without what is drawn or computed by rank: stochastic depth and KoLeo. */
const config = {
  ...base,
  compute_precision: { grad_scaler: false, student: network, teacher: network },
  student: { ...base.student, drop_path_rate: 0 },
  crops: { global_crops_size: 32, local_crops_size: 16, local_crops_number: 3 },
  dino: { ...base.dino, koleo_loss_weight: 0 },
  train: { ...base.train, max_steps: STEPS, OFFICIAL_EPOCH_LENGTH: 10, log_every: 2 },
  optim: { ...base.optim, epochs: 2, warmup_epochs: 0, freeze_last_layer_epochs: 0, base_lr: 0.05 },
  teacher: { ...base.teacher, warmup_teacher_temp_epochs: 1 },
};

test('losses are the same on one, two, three and four ranks, which share the batch out unevenly', async (t) => {
  const images = await indexedImages(t, folderOf(t, noisePngs(9)));
  const start = { config, images, globalBatch: GLOBAL_BATCH };
  const [alone] = await trainOnRanks(1, start);
  assert.equal(alone!.reports.length, STEPS);
  assert.ok(alone!.reports[0]!.losses.total_loss !== alone!.reports[STEPS - 1]!.losses.total_loss, 'weights move');

  for (const worldSize of [2, 3, 4])
    await t.test(`${worldSize} ranks`, async () => {
      const ranks = await trainOnRanks(worldSize, start);
      for (const { reports } of ranks)
        reports.forEach((report, step) => {
          const expected = alone!.reports[step]!;
          assert.equal(report.images, GLOBAL_BATCH);
          assert.equal(report.scalars.lr, expected.scalars.lr);
          for (const loss of ['dino_local_crops_loss', 'dino_global_crops_loss', 'ibot_loss'] as const) {
            const [got, wanted] = [report.losses[loss]!, expected.losses[loss]!];
            assert.ok(wanted > 0, loss);
            assert.ok(
              Math.abs(got - wanted) <= LOSS_TOLERANCE * wanted,
              `step ${step}: ${loss} ${got}, alone ${wanted}`,
            );
          }
        });
    });
});
