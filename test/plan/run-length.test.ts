import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configFromObject } from '../../src/config/load.js';
import { runLength } from '../../src/plan/run-length.js';

const config = (train: object, epochs = 5) => configFromObject({ train, optim: { epochs, warmup_epochs: 1 } });

test('a run is its epochs, or as many steps as it is cut to', () => {
  const whole = { OFFICIAL_EPOCH_LENGTH: 100, batch_size_per_gpu: 8 };
  assert.deepEqual(runLength(config(whole), 4), { steps: 500, globalBatch: 32, images: 16_000, epochs: 5 });
  assert.deepEqual(runLength(config({ ...whole, max_steps: 50 }), 4), {
    steps: 50,
    globalBatch: 32,
    images: 1600,
    epochs: 0.5,
  });
});

test('more images than can be counted are refused, with the numbers that make them', () => {
  assert.throws(
    () => runLength(config({ OFFICIAL_EPOCH_LENGTH: 1e9, batch_size_per_gpu: 1e6 }, 1000), 64),
    /^ConfigError: 1000000000000 steps of 64000000 images \(train\.batch_size_per_gpu 1000000 on 64 ranks\) are more than can be counted/,
  );
});
