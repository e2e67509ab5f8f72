/** Ranks that each have an emulated GPU, by what stands for NCCL: lanes, order and sums. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smallConfig } from '../checkpoint/small-training.js';
import { folderOf, noisePngs } from '../data/image-files.js';
import { indexedImages } from '../data/indexed-images.js';
import { trainOnRanks } from './loop-ranks.js';

const STEPS = 3;
/** Of a sum of four gradients that is rounded to float16 at every rank, in two updates. */
const NCCL_TOLERANCE = 1e-3;
const base = smallConfig();

function configOf(strategy: string) {
  const precision = { param_dtype: 'fp16', reduce_dtype: 'fp16' };
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

for (const [strategy, ranksPerNode] of [
  ['FULL_SHARD', null],
  ['HYBRID_SHARD', 2],
] as const)
  test(`${strategy}: summed in fp32 the bits are Gloo's, by NCCL's own sums they are near, and no lane is waited for too late`, async (t) => {
    const start = {
      config: configOf(strategy),
      images: await indexedImages(t, folderOf(t, noisePngs(9))),
      globalBatch: 8,
      ...(ranksPerNode && { ranksPerNode }),
    };
    const wanted = await trainOnRanks(4, { ...start, emulated: 'gloo' });
    const inFp32 = await trainOnRanks(4, { ...start, emulated: 'fp32' });
    const byNccl = await trainOnRanks(4, { ...start, emulated: 'nccl' });
    for (const [rank, { reports, state }] of wanted.entries()) {
      assert.deepEqual({ reports: inFp32[rank]!.reports, state: inFp32[rank]!.state }, { reports, state });
      for (const [step, { losses }] of reports.entries())
        for (const [loss, value] of Object.entries(losses)) {
          const got = byNccl[rank]!.reports[step]!.losses[loss]!;
          assert.ok(Math.abs(got - value) <= NCCL_TOLERANCE * Math.abs(value), `${loss}: ${got}, Gloo ${value}`);
        }
      // Two ranks' sum is rounded for its way to the other node in either case.
      assert.equal(byNccl[rank]!.state === state, strategy === 'HYBRID_SHARD');
    }
    for (const { lanes, conflicts } of [...inFp32, ...byNccl]) {
      assert.deepEqual(lanes, ['compute', 'gather', 'in', 'out', 'reduce']);
      assert.deepEqual(conflicts, []);
    }
    for (const { sent, planned } of byNccl) assert.equal(sent, STEPS * (planned.gathered + planned.reduced));
  });
