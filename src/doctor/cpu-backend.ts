import type { CpuDescription } from '../nn/backend.js';
import { BackendError, loadBackend } from '../nn/load-backend.js';

/** What the CPU backend makes of this machine; null where it does not load. */
export function describeCpuBackend(): CpuDescription | null {
  try {
    return loadBackend('cpu').describe();
  } catch (error) {
    if (error instanceof BackendError) return null;
    throw error;
  }
}
