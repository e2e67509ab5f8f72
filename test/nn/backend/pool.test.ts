import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import type { Backend } from '../../../src/nn/backend.js';
import { type CpuAddon, listDevices } from '../../../src/nn/device.js';
import { type AddonName, addonPath } from '../../../src/system/load-addon.js';
import { seeded } from '../../gloo-bindings/numbers.js';

const MIB = 2 ** 20;
const require = createRequire(import.meta.url);

/** Another instance of the addon, with a pool of its own. */
function freshBackend(device: string): Backend {
  const path = addonPath(device as AddonName);
  delete require.cache[path];
  return (require(path) as CpuAddon<Backend>).open('float32');
}

/** What a step takes and gives back: activations of so many rows, all in use at its middle. */
function step(backend: Backend, rows: number): void {
  const activations = Array.from({ length: 30 }, (_, layer) =>
    backend.empty([rows, 256 + 64 * (layer % 4)], 'float32'),
  );
  for (const activation of activations.reverse()) {
    const gradient = backend.empty(activation.shape, 'float32');
    activation.release();
    gradient.release();
  }
}

for (const { device } of listDevices()) {
  test(`what is reserved stays near the peak where every step has other numbers of rows on ${device}`, () => {
    const backend = freshBackend(device);
    const random = seeded(1);
    for (let i = 0; i < 300; ++i) {
      step(backend, 100 + Math.floor(900 * random()));
      const { bytesReserved, peakBytes } = backend.memory();
      assert.ok(
        bytesReserved <= 1.5 * peakBytes,
        `${bytesReserved} bytes after step ${i}, at most ${peakBytes} in use`,
      );
    }
    assert.ok(backend.memory().bytesReturned > 0);
  });

  test(`equal steps find the blocks of the step before, and none goes back, on ${device}`, () => {
    const backend = freshBackend(device);
    step(backend, 500);
    const { bytesReserved } = backend.memory();
    for (let i = 0; i < 100; ++i) step(backend, 500);
    assert.equal(backend.memory().bytesReserved, bytesReserved);
    assert.equal(backend.memory().bytesReturned, 0);
  });

  test(`memory of a large step goes back during the small ones that follow on ${device}`, () => {
    const backend = freshBackend(device);
    step(backend, 4000);
    const large = backend.memory().bytesReserved;
    for (let i = 0; i < 400; ++i) step(backend, 100);
    const { bytesReserved, bytesReturned, bytesInUse } = backend.memory();
    assert.equal(bytesInUse, 0);
    assert.ok(bytesReserved < 8 * MIB, `${bytesReserved} bytes are reserved`);
    assert.ok(bytesReturned >= large - 8 * MIB, `${bytesReturned} bytes went back`);
  });

  test(`the pool gives back what is free before a tensor finds no memory on ${device}`, () => {
    const backend = freshBackend(device);
    backend.empty([MIB], 'float32').release();
    assert.throws(() => backend.empty([2 ** 50], 'float32'), /^Error: empty: out of memory$/);
    assert.deepEqual(backend.memory(), { bytesInUse: 0, peakBytes: 4 * MIB, bytesReserved: 0, bytesReturned: 4 * MIB });
  });
}
