import type { Backend } from '../../../src/nn/backend.js';
import { listDevices } from '../../../src/nn/device.js';
import { openBackend } from '../../../src/nn/open-backend.js';

/** The backends of this machine, and what stands for a GPU's: op tests run on each. DINOFLEET_TEST_DEVICES names some of them alone. */
export function backends(): Backend[] {
  return devices().map((device) => openBackend(device, 'float32'));
}

/** Of a GPU, or of what stands for one. */
export function gpus(): string[] {
  return devices().filter((device) => device !== 'cpu');
}

function devices(): string[] {
  const named = process.env.DINOFLEET_TEST_DEVICES;
  return named ? named.split(',') : [...listDevices().map(({ device }) => device), 'cuda-emulated:0'];
}
