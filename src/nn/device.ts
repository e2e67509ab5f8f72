import { cpus, totalmem } from 'node:os';
import type { ComputeType } from '../precision/compute-type.js';
import { AddonError, loadAddon } from '../system/load-addon.js';

/** What a machine's CPU backend makes use of. */
export interface CpuDetails {
  kind: 'cpu';
  /** Instruction set of our own kernels. */
  isa: 'avx512' | 'avx2' | 'baseline';
  dnnlVersion: string;
  /** Most that oneDNN uses of the CPU's instruction set, in its own words. */
  dnnlIsa: string;
}

/** Something that a backend can be opened on. */
export interface DeviceInfo {
  /** `cpu` */
  device: string;
  /** As its maker calls it. */
  name: string;
  memoryBytes: number;
  /** float32 is always among them. */
  computeTypes: readonly ComputeType[];
  details: CpuDetails;
}

/** cpu.node, before a backend is opened. */
export interface CpuAddon<Ops> {
  describe(): Omit<CpuDetails, 'kind'> & { bf16: boolean };
  open(compute: ComputeType): Ops;
}

/** The devices of this machine. One whose addon does not load is left out: opening it says why. */
export function listDevices(): DeviceInfo[] {
  try {
    return [describeCpu()];
  } catch (error) {
    if (error instanceof AddonError) return [];
    throw error;
  }
}

function describeCpu(): DeviceInfo {
  const { bf16, ...details } = loadAddon<CpuAddon<unknown>>('cpu').describe();
  return {
    device: 'cpu',
    name: cpus()[0]?.model.trim() ?? 'unknown',
    memoryBytes: totalmem(),
    computeTypes: bf16 ? ['float32', 'bfloat16'] : ['float32'],
    details: { kind: 'cpu', ...details },
  };
}
