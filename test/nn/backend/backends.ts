import type { Backend } from '../../../src/nn/backend.js';
import { loadBackend } from '../../../src/nn/load-backend.js';

/** The backends of this machine: op tests run on each. */
export function backends(): Backend[] {
  return ['cpu'].map((device) => loadBackend(device));
}
