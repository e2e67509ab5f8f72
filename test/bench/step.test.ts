import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configOf, timeSteps } from '../../bench/step.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { countingBackend } from '../model/counting-backend.js';

test('bench step does as many multiply-adds as it says, in steps with finite losses', () => {
  const { backend, products } = countingBackend(openBackend('cpu', 'float32'));
  backend.setThreads(1);
  const size = { arch: 'vit_tiny', patch: '16', global: '48', local: '32', locals: '2', batch: '4', prototypes: '64' };
  const { milliseconds, losses, flops } = timeSteps(configOf({ ...size, threads: '1' }), backend, 1);
  assert.equal(milliseconds.length, 1);
  assert.equal(losses.length, 3);
  const multiplyAdds = flops / 2;
  const counted = products.reduce((sum, product) => sum + product.multiplyAdds, 0) / losses.length;
  // It takes a backward pass for twice a forward one, and of masks and kept samples their number on average.
  assert.ok(
    Math.abs(counted / multiplyAdds - 1) < 0.1,
    `${counted} multiply-adds a step, by the bench ${multiplyAdds}`,
  );
});
