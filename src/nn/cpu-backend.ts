import type { ComputeType } from '../precision/compute-type.js';
import { loadAddon } from '../system/load-addon.js';
import type { Backend, HostMemory, Mark, Reading, Tensor, Work } from './backend.js';
import type { CpuAddon, DeviceInfo } from './device.js';
import { limitSpinning } from './limit-spinning.js';

/** What cpu.node exports of copies, which run on one thread beside the ops. */
export interface NativeCopies {
  /** dst lies in shared memory and has as many bytes. Nothing may write src before `finishCopies`. */
  startCopy(src: Tensor, dst: Uint8Array): void;
  /** Waits for all copies that were started from this thread. */
  finishCopies(): void;
}

const REACHED: Mark = { reached: true, wait() {} };

/** The backend of cpu.node. Its ops are done when they return; only copies run beside them. */
export function openCpuBackend(info: DeviceInfo, compute: ComputeType): Backend {
  limitSpinning();
  const ops = loadAddon<CpuAddon<Backend & NativeCopies>>('cpu').open(compute);
  return {
    ...ops,
    device: info.device,
    info,
    compute,
    activations: compute,
    residual: 'float32',
    rowMultiple: 1,
    stepsAhead: 0,
    uploadLater(dst, src) {
      ops.upload(dst, src);
      return REACHED;
    },
    readLater: (src) => reading(ops, src),
    mark: () => REACHED,
    hostMemory: sharedMemory,
    algorithms: () => [],
    adoptAlgorithms() {},
    copyOut(pairs) {
      for (const { src, dst } of pairs) ops.startCopy(src, dst);
      return copies(ops);
    },
  };
}

function sharedMemory(bytes: number): HostMemory {
  return { buffer: new SharedArrayBuffer(bytes), release() {} };
}

function reading(ops: Backend, src: Tensor): Reading {
  const values = new Float32Array(src.numel);
  ops.download(src, values);
  return { ...REACHED, take: () => values };
}

function copies(ops: NativeCopies): Work {
  let reached = false;
  const wait = () => {
    if (!reached) ops.finishCopies();
    reached = true;
  };
  return {
    get reached() {
      return reached;
    },
    wait,
    join: wait,
  };
}
