import { findLibrary } from '../gpu/find-libraries.js';
import type { CudaAddon, KernelTime } from '../nn/cuda-backend.js';
import { loadAddon } from '../system/load-addon.js';

/** Kernels and copies of a GPU, as the device itself has seen them. */
export interface KernelLog {
  /** From now on they are kept. Throws where they cannot be. */
  start(): void;
  /** Of all that the device has done since; no more are kept. */
  take(): KernelTime[];
}

/** By CUPTI; null of a device that is no GPU, and where CUPTI is not on this machine. */
export function kernelLogOf(device: string): KernelLog | null {
  const path = device.startsWith('cuda:') ? findLibrary('cupti') : null;
  if (path === null) return null;
  const addon = loadAddon<CudaAddon<unknown>>('cuda');
  return { start: () => addon.startKernelTimes(path), take: () => addon.takeKernelTimes() };
}
