import type { Backend, Tensor } from '../../nn/backend.js';

/** Largest part of a buffer: an array of bytes has a greatest length, and a checkpoint none. */
const PART_BYTES = 2 ** 28;

/** Host memory for all that a rank saves, allocated at the first copy and used again by each. */
export class CopyBuffer {
  readonly parts: SharedArrayBuffer[];

  /** @param bytes of all tensors together */
  constructor(
    readonly bytes: number,
    private readonly partBytes = PART_BYTES,
  ) {
    this.parts = Array.from(
      { length: Math.ceil(bytes / partBytes) },
      (_, i) => new SharedArrayBuffer(Math.min(partBytes, bytes - i * partBytes)),
    );
  }

  /**
   * Begins to copy float32 tensors to byte `position` and on, one after the other: to be finished by the backend's
   * `finishCopies`.
   */
  startCopy(backend: Backend, tensors: readonly Tensor[], position: number): void {
    const itemBytes = Float32Array.BYTES_PER_ELEMENT;
    let to = position;
    for (const tensor of tensors) {
      const flat = tensor.view([tensor.numel]);
      for (let done = 0; done < flat.numel; ) {
        const within = to % this.partBytes;
        const count = Math.min(flat.numel - done, (this.partBytes - within) / itemBytes);
        const part = this.parts[Math.floor(to / this.partBytes)]!;
        backend.startCopy(flat.narrow(done, count), new Uint8Array(part, within, count * itemBytes));
        done += count;
        to += count * itemBytes;
      }
    }
  }
}
