import type { Backend, HostMemory, Tensor, Work } from '../../nn/backend.js';

/** Largest part of a buffer: an array of bytes has a greatest length, and a checkpoint none. */
const PART_BYTES = 2 ** 28;

/** Host memory for all that a rank saves, allocated at the first copy and used again by each. */
export class CopyBuffer {
  readonly parts: SharedArrayBuffer[];
  private readonly memories: HostMemory[];

  /** @param bytes of all tensors together */
  constructor(
    private readonly backend: Backend,
    bytes: number,
    private readonly partBytes = PART_BYTES,
  ) {
    this.memories = Array.from({ length: Math.ceil(bytes / partBytes) }, (_, i) =>
      backend.hostMemory(Math.min(partBytes, bytes - i * partBytes)),
    );
    this.parts = this.memories.map(({ buffer }) => buffer);
  }

  /** Begins to copy float32 tensors to byte `position` and on, one after the other. */
  copyOut(tensors: readonly Tensor[], position: number): Work {
    const itemBytes = Float32Array.BYTES_PER_ELEMENT;
    const pairs: { src: Tensor; dst: Uint8Array }[] = [];
    let to = position;
    for (const tensor of tensors) {
      const flat = tensor.view([tensor.numel]);
      for (let done = 0; done < flat.numel; ) {
        const within = to % this.partBytes;
        const count = Math.min(flat.numel - done, (this.partBytes - within) / itemBytes);
        const part = this.parts[Math.floor(to / this.partBytes)]!;
        pairs.push({ src: flat.narrow(done, count), dst: new Uint8Array(part, within, count * itemBytes) });
        done += count;
        to += count * itemBytes;
      }
    }
    return this.backend.copyOut(pairs);
  }

  /** When nothing is copied any more. */
  release(): void {
    for (const memory of this.memories) memory.release();
  }
}
