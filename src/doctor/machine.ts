import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { findLibrary } from '../gpu/find-libraries.js';
import type { CudaAddon } from '../nn/cuda-backend.js';
import { type DeviceInfo, listDevices, whyNoGpu } from '../nn/device.js';
import { type Cores, usableCores } from '../system/cores.js';
import { loadAddon } from '../system/load-addon.js';
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
  /** What a GPU takes; none where there is no GPU. */
  libraries: GpuLibrary[];
}

/** A library of CUDA's, as it is on this machine. */
export interface GpuLibrary {
  name: string;
  /** null: it is not there. */
  path: string | null;
  /** In words; null where it does not say. */
  version: string | null;
}

function describeLibraries(): GpuLibrary[] {
  const addon = loadAddon<CudaAddon<unknown>>('cuda');
  const versionOf = (path: string | null, call: 'cublasLtGetVersion' | 'cudnnGetVersion') => {
    const version = path === null ? 0 : addon.libraryVersion(path, call);
    return version === 0 ? null : [version / 10_000, (version / 100) % 100, version % 100].map(Math.floor).join('.');
  };
  const [cublasLt, cudnn, nccl] = [findLibrary('cublasLt'), findLibrary('cudnn'), findLibrary('nccl')];
  return [
    { name: 'cuBLASLt', path: cublasLt, version: versionOf(cublasLt, 'cublasLtGetVersion') },
    { name: 'cuDNN', path: cudnn, version: versionOf(cudnn, 'cudnnGetVersion') },
    { name: 'NCCL', path: nccl, version: null },
  ];
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
    libraries: noGpu === null ? describeLibraries() : [],
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
