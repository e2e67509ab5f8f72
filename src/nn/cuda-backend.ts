import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Stream } from 'nccl-bindings';
import { findLibrary, howToInstall } from '../gpu/find-libraries.js';
import type { ComputeType } from '../precision/compute-type.js';
import { loadAddon } from '../system/load-addon.js';
import type { Backend, HostMemory, Mark, Reading, Tensor, Work } from './backend.js';
import { BackendError } from './backend-error.js';
import type { DeviceInfo } from './device.js';

/** A point in a lane's work. Opaque; it keeps what the work before it touches. */
export type DeviceEvent = Readonly<Record<never, never>>;
/** Lanes beside the ops that collectives run on, and that of the ops. */
export type CollectiveLane = 'compute' | 'gather' | 'reduce';
export type Collective = 'allGather' | 'reduceScatter' | 'allReduce' | 'allReduceGradient';
type Shared = Uint8Array<SharedArrayBuffer> | Float32Array<SharedArrayBuffer>;

/** What cuda.node exports besides ops: copies beside them, and events that order lanes. */
export interface NativeLanes {
  /** After all ops so far. */
  record(): DeviceEvent;
  /** After all that the lane was asked for so far; for secondsBetween. */
  recordTimed(lane: CollectiveLane): DeviceEvent;
  /** Of two that recordTimed made, both reached. */
  secondsBetween(from: DeviceEvent, to: DeviceEvent): number;
  reached(event: DeviceEvent): boolean;
  /** Blocks the host. */
  wait(event: DeviceEvent): void;
  /** Ops that are called from now on come after it. */
  join(event: DeviceEvent): void;
  /** Beside the ops; those that are called from now on see it. `src` stays as it is until the event. */
  startUpload(dst: Tensor, src: Shared): DeviceEvent;
  /** Beside the ops, of what `src` has after those so far; nothing may write it before the event was joined. */
  startCopyOut(src: Tensor, dst: Shared): DeviceEvent;
  /** In the order of the ops. */
  startRead(src: Tensor, dst: Float32Array<SharedArrayBuffer>): DeviceEvent;
  /** For a library that puts work on a lane: `follow`, its calls, `end`. */
  stream(lane: CollectiveLane): Stream;
  /** What is put on the lane from now on comes after the ops so far. */
  follow(lane: CollectiveLane): void;
  /** On the lane, between these: out (n) = the sum of parts (W * n), in float32 and in the order of the parts, rounded once. */
  sumParts(lane: CollectiveLane, parts: Tensor, out: Tensor): void;
  /** After what was put on the lane: `op`, which reads and writes these. */
  end(lane: CollectiveLane, op: Collective, reads: readonly Tensor[], writes: readonly Tensor[]): DeviceEvent;
  /** Page-locks memory that is copied from and to. */
  pin(memory: Shared): void;
  /** Not before what copies from or to it is done. */
  unpin(memory: Shared): void;
}

/** Absolute paths; all that cuDNN takes are empty where one of them is not there. */
export interface CudaLibraries
  extends Readonly<Record<'cublasLt' | 'cudnn' | 'nvrtc' | 'nvrtcBuiltins' | 'cudart', string>> {
  /** A folder for cuDNN's plans. */
  readonly plans: string;
}

/**
 * What computes attention in 16-bit types: cuDNN's fused kernels, the own ones on tensor cores, or whichever is the faster; where that takes
 * no part, for other lengths and head dimensions, the simple ones do. `compute_precision.attention`.
 */
export type AttentionKernels = 'auto' | 'cudnn' | 'own';

export interface CudaAddon<Ops> {
  /** @param libraries of cuda.node alone */
  open(index: number, compute: ComputeType, attention: AttentionKernels, libraries?: CudaLibraries): Ops;
  /** Of cuda.node, like the others below. */
  describe(): CudaDescription;
  /**
   * What a library says of itself, as one number; 0 where it does not load.
   * @param call that says it, without arguments
   */
  libraryVersion(path: string, call: 'cublasLtGetVersion' | 'cudnnGetVersion'): number;
  /**
   * Begins to keep when kernels ran, for all of the process.
   * @param path of CUPTI
   */
  startKernelTimes(path: string): void;
  /** Ends it. Of all that the device has done. */
  takeKernelTimes(): KernelTime[];
}

/** A kernel's run, or a copy's. */
export interface KernelTime {
  /** `copy` and `zeros` are no kernels. */
  name: string;
  /** Of the device: what is in one runs in its order. */
  stream: number;
  /** Seconds, of the clock of src/system/monotonic-clock.ts. */
  start: number;
  seconds: number;
}

/** What cuda.node sees of the machine. */
export interface CudaDescription {
  /** Why no GPU can be used, in a sentence; empty where some can. */
  problem: string;
  /** The newest CUDA that the driver knows. */
  driver: string;
  devices: {
    id: string;
    name: string;
    memoryBytes: number;
    capability: string;
    /** Numbers of those whose memory it reaches without the host. */
    peers: number[];
  }[];
}

/** So many steps may be given to the device before the host waits for one. */
export const CUDA_STEPS_AHEAD = 2;
/** Products then have few shapes, of which each has its own best algorithm. */
export const CUDA_ROW_MULTIPLE = 64;

/** A backend whose ops run on lanes of a device. */
export type CudaBackend = Backend & NativeLanes;

/** cuDNN, and what it takes. */
export const CUDNN_LIBRARIES = ['cudnn', 'nvrtc', 'nvrtcBuiltins', 'cudart'] as const;

export type CudaAddonName = 'cuda' | 'cuda-emulated';

/** The backend of a GPU, or of what stands for one: ops are given to it, and run when it comes to them. */
export function openCudaBackend(
  addon: CudaAddonName,
  index: number,
  info: DeviceInfo,
  compute: ComputeType,
  attention: AttentionKernels,
): CudaBackend {
  const { open } = loadAddon<CudaAddon<Backend & NativeLanes>>(addon);
  const native =
    addon === 'cuda' ? open(index, compute, attention, findLibraries(attention)) : open(index, compute, attention);
  const staging = new StagingMemory(native);
  return {
    ...native,
    device: info.device,
    info,
    compute,
    activations: compute,
    residual: compute === 'float16' ? 'float16' : 'float32',
    rowMultiple: CUDA_ROW_MULTIPLE,
    stepsAhead: CUDA_STEPS_AHEAD,
    uploadLater: (dst, src) => markOf(native, native.startUpload(dst, src as Shared)),
    readLater: (src) => staging.read(src),
    mark: () => markOf(native, native.record()),
    hostMemory: (bytes) => pinned(native, bytes),
    copyOut: (pairs) => new Copies(native, pairs),
  };
}

/** @throws BackendError where one that is needed is nowhere */
function findLibraries(attention: AttentionKernels): CudaLibraries {
  const cublasLt = findLibrary('cublasLt');
  if (cublasLt === null) throw new BackendError('LIBRARY_MISSING', howToInstall('cublasLt'));
  const ofCudnn = { cudnn: '', nvrtc: '', nvrtcBuiltins: '', cudart: '' };
  const missing = CUDNN_LIBRARIES.filter((library) => {
    ofCudnn[library] = findLibrary(library) ?? '';
    return ofCudnn[library] === '';
  });
  if (missing.length > 0 && attention === 'cudnn')
    throw new BackendError('LIBRARY_MISSING', `compute_precision.attention is cudnn, and ${howToInstall(missing[0]!)}`);
  if (missing.length > 0) for (const library of CUDNN_LIBRARIES) ofCudnn[library] = '';
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return { cublasLt, ...ofCudnn, plans: join(cache, 'dinofleet', 'plans') };
}

function markOf(native: NativeLanes, event: DeviceEvent): Mark {
  return {
    get reached() {
      return native.reached(event);
    },
    wait: () => native.wait(event),
  };
}

function pinned(native: NativeLanes, bytes: number): HostMemory {
  const memory = new Uint8Array(new SharedArrayBuffer(bytes));
  native.pin(memory);
  return { buffer: memory.buffer, release: () => native.unpin(memory) };
}

/** Copies on one lane, in order: the last is the end of all. */
class Copies implements Work {
  private readonly events: DeviceEvent[];

  constructor(
    private readonly native: NativeLanes,
    pairs: readonly { src: Tensor; dst: Uint8Array }[],
  ) {
    this.events = pairs.map(({ src, dst }) => native.startCopyOut(src, dst as Shared));
    if (this.events.length === 0) this.events.push(native.record());
  }

  get reached(): boolean {
    return this.native.reached(this.events.at(-1)!);
  }

  wait(): void {
    this.native.wait(this.events.at(-1)!);
  }

  join(): void {
    this.native.join(this.events.at(-1)!);
  }
}

/** Memory that numbers come back to, used again: a reading a step, of the same size. */
class StagingMemory {
  private readonly idle = new Map<number, Float32Array<SharedArrayBuffer>[]>();

  constructor(private readonly native: NativeLanes) {}

  read(src: Tensor): Reading {
    const { native } = this;
    const memory = this.idle.get(src.numel)?.pop() ?? this.fresh(src.numel);
    const mark = markOf(native, native.startRead(src, memory));
    return {
      get reached() {
        return mark.reached;
      },
      wait: () => mark.wait(),
      take: () => {
        mark.wait();
        const values = Float32Array.from(memory);
        this.giveBack(memory);
        return values;
      },
    };
  }

  private fresh(numel: number): Float32Array<SharedArrayBuffer> {
    const memory = new Float32Array(new SharedArrayBuffer(numel * Float32Array.BYTES_PER_ELEMENT));
    this.native.pin(memory);
    return memory;
  }

  private giveBack(memory: Float32Array<SharedArrayBuffer>): void {
    const idle = this.idle.get(memory.length) ?? [];
    idle.push(memory);
    this.idle.set(memory.length, idle);
  }
}
