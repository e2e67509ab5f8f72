import { findLibrary, howToInstall } from '../src/gpu/find-libraries.js';
import { BackendError } from '../src/nn/backend-error.js';
import type { CudaAddon, KernelTime } from '../src/nn/cuda-backend.js';
import { loadAddon } from '../src/system/load-addon.js';

/** What a GPU did over some steps. */
export interface KernelSummary {
  /** Of the time from the first kernel's begin to the last one's end, the share in which none ran, nor a copy. */
  idle_share: number;
  /** Kernels by name, those that took most time first. */
  kernels: { name: string; runs: number; seconds: number; share: number }[];
}

/** @throws BackendError where CUPTI is not on this machine */
export function startKernelTimes(): () => KernelSummary {
  const addon = loadAddon<CudaAddon<unknown>>('cuda');
  const path = findLibrary('cupti');
  if (path === null) throw new BackendError('LIBRARY_MISSING', howToInstall('cupti'));
  addon.startKernelTimes(path);
  return () => summarize(addon.takeKernelTimes());
}

export function summarize(times: readonly Omit<KernelTime, 'stream'>[]): KernelSummary {
  const inOrder = [...times].sort((a, b) => a.start - b.start);
  let busy = 0;
  let until = inOrder[0]?.start ?? 0;
  for (const { start, seconds } of inOrder) {
    const end = start + seconds;
    if (end <= until) continue;
    busy += end - Math.max(start, until);
    until = end;
  }
  const whole = until - (inOrder[0]?.start ?? 0);
  const byName = new Map<string, { runs: number; seconds: number }>();
  for (const { name, seconds } of times) {
    const sum = byName.get(name) ?? { runs: 0, seconds: 0 };
    byName.set(name, { runs: sum.runs + 1, seconds: sum.seconds + seconds });
  }
  const all = times.reduce((sum, { seconds }) => sum + seconds, 0);
  const kernels = [...byName]
    .map(([name, sum]) => ({ name, ...sum, share: all === 0 ? 0 : sum.seconds / all }))
    .sort((a, b) => b.seconds - a.seconds);
  return { idle_share: whole === 0 ? 0 : 1 - busy / whole, kernels };
}
