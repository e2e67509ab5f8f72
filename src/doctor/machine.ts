import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { findLibrary } from '../gpu/find-libraries.js';
import { type DeviceInfo, listDevices, whyNoGpu } from '../nn/device.js';
import { type Cores, usableCores } from '../system/cores.js';
import { usableMemory } from '../system/memory.js';

export interface Machine {
  platform: string;
  node: string;
  cpu: string;
  /** That may be used. */
  cores: number;
  coresPresent: number;
  /** Why not all of them; null where all may be used. */
  coresLimit: string | null;
  /** That may be used. */
  memoryBytes: number;
  memoryPresentBytes: number;
  /** That workers can compute on. */
  devices: readonly DeviceInfo[];
  /** Version of NVIDIA's kernel driver; null where there is none. */
  nvidiaDriver: string | null;
  /** Why there is no GPU to compute on; null where there is one. */
  noGpu: string | null;
  /** Path of cuBLASLt; null where there is none, or no GPU. */
  cublasLt: string | null;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

export function describeMachine(): Machine {
  const driver = readIfThere('/proc/driver/nvidia/version');
  const memory = usableMemory();
  const noGpu = whyNoGpu();
  return {
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    ...describeCores(usableCores()),
    memoryBytes: memory.usable,
    memoryPresentBytes: memory.present,
    devices: listDevices(),
    nvidiaDriver: driver && (/Kernel Module\s+(\S+)/.exec(driver)?.[1] ?? 'unknown'),
    noGpu,
    cublasLt: noGpu === null ? findLibrary('cublasLt') : null,
  };
}

export function describeCores({
  usable,
  present,
  affinity,
  quota,
}: Omit<Cores, 'pool'>): Pick<Machine, 'cores' | 'coresPresent' | 'coresLimit'> {
  const isByTime = quota < affinity;
  const limit = isByTime ? `a CPU quota of ${Number(quota.toFixed(2))}` : 'an affinity or cpuset';
  return { cores: usable, coresPresent: present, coresLimit: usable < present ? limit : null };
}
