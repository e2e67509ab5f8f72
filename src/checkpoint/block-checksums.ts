import { crc32 } from '../formats/crc32.js';

/** A file's data section has a checksum for each block of this many bytes; the last block may be shorter. */
export const BLOCK_BYTES = 2 ** 20;

/** Checksums of the blocks of a stream that comes in pieces of any length. */
export class BlockChecksums {
  private readonly finished: number[] = [];
  private crc = 0;
  private filled = 0;

  add(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; ) {
      const length = Math.min(piece.length - at, BLOCK_BYTES - this.filled);
      this.crc = crc32(piece.subarray(at, at + length), this.crc);
      this.filled += length;
      at += length;
      if (this.filled === BLOCK_BYTES) this.finishBlock();
    }
  }

  /** Of all blocks, in order. */
  finish(): Uint32Array {
    if (this.filled > 0) this.finishBlock();
    return Uint32Array.from(this.finished);
  }

  private finishBlock(): void {
    this.finished.push(this.crc);
    this.crc = 0;
    this.filled = 0;
  }
}
