import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { configFromObject, loadConfig } from '../../src/config/load.js';
import { fields } from '../../src/config/schema.js';

const releasedFile = 'test/config/ssl_default_config.yaml';

test('the released defaults are the defaults here', () => {
  assert.deepEqual(loadConfig(releasedFile, []), configFromObject({}));
});

test('every key that is not in the released file is one of our own', () => {
  const released = parse(readFileSync(releasedFile, 'utf8'));
  const own = [...fields.keys()].filter(
    (key) =>
      key.split('.').reduce<unknown>((node, name) => (node as Record<string, unknown>)?.[name], released) === undefined,
  );
  assert.deepEqual(own, [
    'compute_precision.compute_dtype',
    'compute_precision.attention',
    'compute_precision.gradient_sums',
    'train.nproc_per_node',
    'train.max_steps',
    'train.log_every',
    'train.checkpoint_steps',
    'train.record_step',
    'train.profile_step',
    'train.checkpoint_store',
    'train.keep_checkpoints',
    'train.keep_every',
    'train.cache_dir',
    'train.cache_gb',
    'train.snapshot_dir',
    'train.snapshot_seconds',
    'train.max_bad_images',
    'train.stall_timeout_s',
    'train.lease_s',
    'student.embed_dim',
    'student.depth',
    'student.num_heads',
    'student.mlp_ratio',
    'distillation.teacher',
    'distillation.num_heads',
    'optim.freeze_backbone_epochs',
    'crops.blur',
    'data.lenient',
    'data.range',
    'data.mean',
    'data.std',
  ]);
});

test('every field accepts its own default and says what it means', () => {
  for (const [key, field] of fields) {
    assert.ok(field.accepts(field.initial), key);
    assert.ok(field.meaning.length > 5, key);
  }
});
