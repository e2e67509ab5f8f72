import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configFromObject } from '../../src/config/load.js';
import { resumeDifferences } from '../../src/config/resume.js';
import type { Config } from '../../src/config/schema.js';

test('keys of logging, saving, workers, length and places may change on resume', () => {
  const now = configFromObject({
    optim: { epochs: 200 },
    train: {
      log_every: 1,
      checkpoint_steps: 5,
      nproc_per_node: 4,
      output_dir: 'elsewhere',
      max_steps: 9,
      dataset_path: 'moved',
    },
  });
  assert.deepEqual(resumeDifferences(configFromObject({}), now), []);
});

test('any other key that differs is listed with both values', () => {
  const now = configFromObject({ optim: { base_lr: 1 }, crops: { global_crops_scale: [0.2, 1] } });
  assert.deepEqual(resumeDifferences(configFromObject({}), now), [
    { key: 'optim.base_lr', old: 0.004, new: 1 },
    { key: 'crops.global_crops_scale', old: [0.32, 1], new: [0.2, 1] },
  ]);
});

test('a key that is younger than the run had its default', () => {
  const { distillation: _, ...old } = configFromObject({});
  const stored = JSON.parse(JSON.stringify(old)) as Config;
  assert.deepEqual(resumeDifferences(stored, configFromObject({})), []);
  const now = configFromObject({
    distillation: { teacher: 'a' },
    student: { drop_path_rate: 0 },
    ibot: { mask_sample_probability: 0 },
  });
  assert.deepEqual(
    resumeDifferences(stored, now).find(({ key }) => key === 'distillation.teacher'),
    { key: 'distillation.teacher', old: '', new: 'a' },
  );
});
