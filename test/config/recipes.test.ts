import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { configFromObject, loadConfig } from '../../src/config/load.js';
import { refuseUnsupported } from '../../src/config/unsupported.js';
import { buildSchedules, peakLearningRate } from '../../src/train/schedules.js';

const recipes = readdirSync('configs').map((name) => `configs/${name}`);

for (const recipe of recipes)
  test(`${recipe} loads, is supported, and says where it is from, how to run it, what it costs and brings`, () => {
    refuseUnsupported(loadConfig(recipe, []));
    const header = readFileSync(recipe, 'utf8').split('\n').slice(2);
    for (const entry of ['Source', 'Run', 'Cost', 'Expected'])
      assert.ok(
        header.some((line) => line.startsWith(`# ${entry.padEnd(10)}`)),
        entry,
      );
    assert.ok(header.some((line) => line.includes(`launch ${recipe}`)));
  });

/** The train recipes of the released code, key by key. */
const large = {
  dino: { head_n_prototypes: 131072, head_bottleneck_dim: 384 },
  ibot: { separate_head: true, head_n_prototypes: 131072 },
  train: { batch_size_per_gpu: 32, dataset_path: 'ImageNet22k', centering: 'sinkhorn_knopp' },
  student: { arch: 'vit_large', patch_size: 14, drop_path_rate: 0.4, ffn_layer: 'swiglufused', block_chunks: 4 },
  teacher: { momentum_teacher: 0.994 },
  optim: { epochs: 500, weight_decay_end: 0.2, base_lr: 2e-4, warmup_epochs: 80, layerwise_decay: 1 },
  crops: { local_crops_size: 98 },
};
const released = {
  vitl16_short: {
    train: { dataset_path: 'ImageNet:split=TRAIN', batch_size_per_gpu: 64 },
    student: { block_chunks: 4 },
  },
  vitl14: large,
  vitg14: {
    ...large,
    train: { ...large.train, batch_size_per_gpu: 12 },
    student: { ...large.student, arch: 'vit_giant2' },
  },
};

for (const [name, keys] of Object.entries(released))
  test(`configs/${name}.yaml has the values of the released recipe, and saves as often`, () => {
    const recipe = loadConfig(`configs/${name}.yaml`, []);
    const train = { ...keys.train, output_dir: `runs/${name}`, checkpoint_steps: 3 * 1250 };
    assert.deepEqual(recipe, configFromObject({ ...keys, train }));
  });

test('the high-resolution phase has the schedules of the training before it in 10,000 steps', () => {
  const [before, phase] = ['vitl14', 'vitl14_highres'].map((name) => loadConfig(`configs/${name}.yaml`, []));
  const at = [before!, phase!].map((config) => buildSchedules(config, peakLearningRate(config.optim, 3072)));
  for (const share of [0, 0.08, 0.16, 0.5, 0.75]) {
    const [then, now] = [at[0]!(share * 625_000), at[1]!(share * 10_000)];
    assert.ok(Math.abs(now.weightDecay - then.weightDecay) < 1e-9);
    assert.ok(Math.abs(now.teacherMomentum - then.teacherMomentum) < 1e-9);
    // A warm-up of fewer steps reaches its peak by larger ones.
    assert.ok(Math.abs(now.teacherTemp - then.teacherTemp) < 1e-4);
    assert.ok(Math.abs(2 * now.lr - then.lr) < 1e-6);
  }
  assert.equal(phase!.optim.epochs * phase!.train.OFFICIAL_EPOCH_LENGTH, 10_000);
});

test('distillation recipes learn at 1e-3 with 2,048 images a step', () => {
  for (const name of ['vits14', 'vitb14', 'vitl14']) {
    const { optim } = loadConfig(`configs/${name}_distill.yaml`, []);
    assert.ok(Math.abs(peakLearningRate(optim, 2048) - 1e-3) < 1e-10);
  }
});
