import type { Backend } from '../../../src/nn/backend.js';
import { listDevices } from '../../../src/nn/device.js';
import { openBackend } from '../../../src/nn/open-backend.js';

/** The backends of this machine, and what stands for a GPU's: op tests run on each. */
export function backends(): Backend[] {
  return [...listDevices().map(({ device }) => device), 'cuda-emulated:0'].map((device) =>
    openBackend(device, 'float32'),
  );
}
