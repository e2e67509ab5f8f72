import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { configFromObject } from '../../src/config/load.js';
import { buildSchedules, peakLearningRate } from '../../src/train/schedules.js';
import { unitFile } from '../golden-units.js';

const golden = JSON.parse(readFileSync(unitFile('schedules.json'), 'utf8'));

/** Keys of the released recipes that schedules read, where they differ from the defaults. */
const recipes: Record<string, object> = {
  vitl14: {
    train: { batch_size_per_gpu: 32 },
    teacher: { momentum_teacher: 0.994 },
    optim: { epochs: 500, weight_decay_end: 0.2, base_lr: 2e-4, warmup_epochs: 80, layerwise_decay: 1 },
  },
  vitg14: {
    train: { batch_size_per_gpu: 12 },
    teacher: { momentum_teacher: 0.994 },
    optim: { epochs: 500, weight_decay_end: 0.2, base_lr: 2e-4, warmup_epochs: 80, layerwise_decay: 1 },
  },
  vitl16_short: { train: { batch_size_per_gpu: 64 } },
};

for (const [name, recipe] of Object.entries(recipes))
  test(`the schedules of ${name} are exactly those of the released code`, () => {
    const config = configFromObject(recipe);
    const expected = golden[name];
    const globalBatch = config.train.batch_size_per_gpu * expected.world_size;
    const lr = peakLearningRate(config.optim, globalBatch);
    assert.equal(lr, expected.lr);
    const schedules = buildSchedules(config, lr);
    for (const at of expected.at) {
      const actual = schedules(at.iteration);
      const pairs = [
        [actual.lr, at.lr],
        [actual.weightDecay, at.wd],
        [actual.teacherMomentum, at.teacher_momentum],
        [actual.teacherTemp, at.teacher_temp],
        [actual.lastLayerLr, at.last_layer_lr],
        [actual.backboneLr, at.lr],
      ] as const;
      for (const [got, wanted] of pairs) assert.equal(got, wanted, `iteration ${at.iteration}`);
    }
  });

test('past its end a training has the final rate for the last layer too, however long the layer was to be frozen', () => {
  const { optim, teacher } = configFromObject({});
  const train = { OFFICIAL_EPOCH_LENGTH: 2 };
  const schedules = buildSchedules(
    { train, teacher, optim: { ...optim, epochs: 11, freeze_last_layer_epochs: 50 } },
    1,
  );
  assert.equal(schedules(21).lastLayerLr, 0);
  assert.equal(schedules(22).lastLayerLr, optim.min_lr);
});

test('a frozen backbone stands still, then has the warm-up that heads had, and is never ahead of them', () => {
  const config = configFromObject({
    student: { pretrained_weights: 'a' },
    optim: { epochs: 10, warmup_epochs: 2, freeze_backbone_epochs: 3, lr: 0.1, min_lr: 0 },
    train: { OFFICIAL_EPOCH_LENGTH: 100 },
  });
  const at = buildSchedules(config, 0.1);
  for (const iteration of [0, 1, 299, 300]) assert.equal(at(iteration).backboneLr, 0);
  for (const iteration of [301, 350, 400]) assert.equal(at(iteration).backboneLr, at(iteration - 300).lr);
  for (let iteration = 0; iteration < 1000; iteration++)
    assert.ok(at(iteration).backboneLr <= at(iteration).lr, `${iteration}`);
  for (const iteration of [500, 750, 999]) assert.equal(at(iteration).backboneLr, at(iteration).lr);
  assert.ok(at(199).lastLayerLr > 0, 'heads have their own warm-up from the start');
});
