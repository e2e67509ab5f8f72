import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from '../../formats/crc32.js';
import { readExactlyInto } from '../../formats/positioned-read.js';
import type { Section } from './image-list.js';

/** Bytes that have a checksum of their own. */
export const CHUNK_BYTES = 1 << 16;

/** Checksums of bytes that are written one after the other, a chunk each. */
export class ChunkSums {
  readonly #sums: number[] = [];
  #crc = 0;
  #inChunk = 0;

  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const taken = bytes.subarray(at, at + CHUNK_BYTES - this.#inChunk);
      this.#crc = crc32(taken, this.#crc);
      this.#inChunk += taken.length;
      at += taken.length;
      if (this.#inChunk === CHUNK_BYTES) this.#end();
    }
  }

  finish(): Uint32Array {
    if (this.#inChunk > 0) this.#end();
    return Uint32Array.from(this.#sums);
  }

  #end(): void {
    this.#sums.push(this.#crc);
    [this.#crc, this.#inChunk] = [0, 0];
  }
}

/** A file that is read by position, and of which a chunk is checked when something in it is read for the first time. */
export class CheckedFile {
  #checks: { start: number; end: number; sums: Uint32Array } | null = null;
  #isGood = new Uint8Array(0);

  private constructor(
    private readonly file: number,
    readonly bytes: number,
    private readonly onDamage: (how: string) => Error,
  ) {}

  /** @param onDamage makes the error. @throws what the system says where it cannot be opened */
  static open(path: string, onDamage: (how: string) => Error): CheckedFile {
    const file = openSync(path, 'r');
    return new CheckedFile(file, fstatSync(file).size, onDamage);
  }

  /** From now on bytes [start, end) are checked. @param sums of each chunk of them */
  check(start: number, end: number, sums: Uint32Array): void {
    if (sums.length !== Math.ceil((end - start) / CHUNK_BYTES))
      throw this.onDamage('its checksums do not fit its length');
    this.#checks = { start, end, sums };
    this.#isGood = new Uint8Array(sums.length);
  }

  /** Of what is not checked. */
  readRaw(start: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    readExactlyInto(this.file, start, bytes, () => this.onDamage('it ends early'));
    return bytes;
  }

  section(offset: number, length: number): Section {
    const { start = 0, end = 0 } = this.#checks ?? {};
    if (!(start + offset + length <= end)) throw this.onDamage('its sections do not fit its length');
    return { length, read: (from, to) => this.#read(start + offset + from, start + offset + to) };
  }

  close(): void {
    closeSync(this.file);
  }

  #read(start: number, end: number): Buffer {
    const bytes = Buffer.allocUnsafe(end - start);
    const checks = this.#checks!;
    const [first, last] = [start, end - 1].map((at) => Math.floor((at - checks.start) / CHUNK_BYTES)) as [
      number,
      number,
    ];
    for (let chunk = first; chunk <= last; chunk++) if (this.#isGood[chunk] === 0) this.#checkChunk(chunk);
    if (readSync(this.file, bytes, 0, bytes.length, start) < bytes.length) throw this.onDamage('it ends early');
    return bytes;
  }

  #checkChunk(chunk: number): void {
    const { start, end, sums } = this.#checks!;
    const from = start + chunk * CHUNK_BYTES;
    if (crc32(this.readRaw(from, Math.min(CHUNK_BYTES, end - from))) !== sums[chunk])
      throw this.onDamage(`bytes from ${from} on have another checksum`);
    this.#isGood[chunk] = 1;
  }
}
