import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listDevices, whyNoGpu } from '../../src/nn/device.js';
import { openBackend } from '../../src/nn/open-backend.js';

test('without a GPU, built or not, the machine says so in a sentence, lists its CPU and trains on that', () => {
  if (listDevices().some(({ device }) => device === 'cuda:0')) return assert.equal(whyNoGpu(), null);
  assert.match(whyNoGpu()!, /^[^\n]{20,}$/);
  assert.deepEqual(
    listDevices().map(({ device }) => device),
    ['cpu'],
  );
  assert.throws(() => openBackend('cuda:0', 'float32'), {
    code: 'DEVICE_UNKNOWN',
    message: `there is no cuda:0: ${whyNoGpu()}; devices here: cpu`,
  });
});
