import { UserError } from '../errors/user-error.js';
import { loadAddon } from '../system/load-addon.js';
import type { Backend } from './backend.js';
import { limitSpinning } from './limit-spinning.js';

/** There is no backend of that name. */
export class BackendError extends UserError {
  constructor(message: string) {
    super('BACKEND_UNKNOWN', 1, message);
  }
}

/**
 * Loads the backend of a device. Every JavaScript thread has an instance of its own, with its own memory pool.
 * @throws BackendError where there is none for the device, AddonError where it does not load
 */
export function loadBackend(device: string): Backend {
  if (device !== 'cpu') {
    const reason = device === 'cuda' ? 'the CUDA backend does not exist yet' : `there is no backend "${device}"`;
    throw new BackendError(`${reason}; available: cpu`);
  }
  limitSpinning();
  return loadAddon<Backend>(device);
}
