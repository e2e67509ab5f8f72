import type { CpuDescription } from '../nn/backend.js';
import { loadBackend } from '../nn/load-backend.js';
import { AddonError } from '../system/load-addon.js';

/** What the CPU backend makes of this machine; null where it does not load. */
export function describeCpuBackend(): CpuDescription | null {
  try {
    return loadBackend('cpu').describe();
  } catch (error) {
    if (error instanceof AddonError) return null;
    throw error;
  }
}
