import { cpus, totalmem } from 'node:os';
import type { ComputeType } from '../precision/compute-type.js';
import { AddonError, loadAddon } from '../system/load-addon.js';
import type { CudaAddon } from './cuda-backend.js';

/** What a machine's CPU backend makes use of. */
export interface CpuDetails {
  kind: 'cpu';
  /** Instruction set of our own kernels. */
  isa: 'avx512' | 'avx2' | 'baseline';
  dnnlVersion: string;
  /** Most that oneDNN uses of the CPU's instruction set, in its own words. */
  dnnlIsa: string;
}

/** What a GPU is. */
export interface CudaDetails {
  kind: 'cuda';
  /** Compute capability: 9.0 */
  capability: string;
  /** The newest CUDA that the driver knows. */
  driver: string;
  /** Numbers of the GPUs whose memory it reaches without the host. */
  peers: readonly number[];
}

/** What stands for a GPU where there is none: its own code, on the CPU. Slow; for tests, and to see that a GPU's numbers would be right. */
export interface EmulatedDetails {
  kind: 'cuda-emulated';
}

/** Something that a backend can be opened on. */
export interface DeviceInfo {
  /** `cpu`, `cuda:0`, `cuda-emulated:0` */
  device: string;
  /** Of the device itself, whatever number it has for a process. */
  id: string;
  /** As its maker calls it. */
  name: string;
  memoryBytes: number;
  /** float32 is always among them. */
  computeTypes: readonly ComputeType[];
  details: CpuDetails | CudaDetails | EmulatedDetails;
}

/** cpu.node, before a backend is opened. */
export interface CpuAddon<Ops> {
  describe(): Omit<CpuDetails, 'kind'> & { bf16: boolean };
  open(compute: ComputeType): Ops;
}

/** The devices of this machine. One whose addon does not load is left out: opening it says why. */
export function listDevices(): DeviceInfo[] {
  return [...here(() => [describeCpu()]), ...here(describeGpus)];
}

function here(describe: () => DeviceInfo[]): DeviceInfo[] {
  try {
    return describe();
  } catch (error) {
    if (error instanceof AddonError) return [];
    throw error;
  }
}

/** Why there is no GPU to compute on, and what to do; null where there is one. */
export function whyNoGpu(): string | null {
  try {
    return loadAddon<CudaAddon<unknown>>('cuda').describe().problem || null;
  } catch (error) {
    if (!(error instanceof AddonError)) throw error;
    return error.code === 'ADDON_NOT_BUILT' ? 'cuda.node is not built: npm run build:cuda' : error.reason;
  }
}

function describeGpus(): DeviceInfo[] {
  const { devices, driver } = loadAddon<CudaAddon<unknown>>('cuda').describe();
  return devices.map(({ id, name, memoryBytes, capability, peers }, i) => ({
    device: `cuda:${i}`,
    id,
    name,
    memoryBytes,
    computeTypes: ['float32', 'bfloat16', 'float16'],
    details: { kind: 'cuda', capability, driver, peers },
  }));
}

/**
 * A device by its name; undefined where it is not here. Emulated ones are in no list: nobody computes on one who has not asked for it.
 */
export function findDevice(device: string): DeviceInfo | undefined {
  return emulatedIndex(device) === null
    ? listDevices().find((info) => info.device === device)
    : describeEmulated(device);
}

/** Of `cuda-emulated:N`; null for another name. */
export function emulatedIndex(device: string): number | null {
  const [, index] = /^cuda-emulated:([0-9]|[1-5][0-9]|6[0-3])$/.exec(device) ?? [];
  return index === undefined ? null : Number(index);
}

/** The device of a rank that is alone on its machine with its fellows: the CPU that all share, or the GPU of its number. */
export function deviceOfRank(kind: string, rank: number): string {
  return kind === 'cpu' ? kind : `${kind}:${rank}`;
}

function describeEmulated(device: string): DeviceInfo {
  return {
    device,
    id: device,
    name: 'a GPU, emulated on the CPU',
    memoryBytes: 4 * 2 ** 30,
    computeTypes: ['float32', 'bfloat16', 'float16'],
    details: { kind: 'cuda-emulated' },
  };
}

function describeCpu(): DeviceInfo {
  const { bf16, ...details } = loadAddon<CpuAddon<unknown>>('cpu').describe();
  return {
    device: 'cpu',
    id: 'cpu',
    name: cpus()[0]?.model.trim() ?? 'unknown',
    memoryBytes: totalmem(),
    computeTypes: bf16 ? ['float32', 'bfloat16'] : ['float32'],
    details: { kind: 'cpu', ...details },
  };
}
