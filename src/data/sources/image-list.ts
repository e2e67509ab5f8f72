/**
 * A long list of files in little memory, which threads share: 12 bytes or so for each path of ImageNet-22k, a fifth of a string's.
 *
 * Paths are sorted, and neighbours alike: each is stored as the number of bytes that it shares with the one before it, the number of
 * its own bytes, these, and the size of the file. Numbers are LEB128. The first of each `BLOCK` shares nothing, and `starts` says
 * where it is.
 */
import { createHash } from 'node:crypto';
import { DataError } from '../data-error.js';

/** Plain data, not copied on its way to another thread. */
export interface SharedImageList {
  count: number;
  /** Where each block begins in `entries`: Float64. (ceil(count / BLOCK)) */
  starts: SharedArrayBuffer;
  entries: SharedArrayBuffer;
}

export interface ListedFile {
  /** Below the folder, with '/'. */
  path: Buffer;
  size: number;
}

const BLOCK = 16;

/** Bytes of the section of starts. */
export function startsBytes(count: number): number {
  return Math.ceil(count / BLOCK) * Float64Array.BYTES_PER_ELEMENT;
}

/** Reads files of a list by their number. */
export class ImageList {
  readonly #starts: Float64Array;
  readonly #entries: Buffer;

  constructor(readonly shared: SharedImageList) {
    this.#starts = new Float64Array(shared.starts);
    this.#entries = Buffer.from(shared.entries);
  }

  get count(): number {
    return this.shared.count;
  }

  at(index: number): ListedFile {
    const cursor = this.#cursor(Math.floor(index / BLOCK));
    for (let skip = index % BLOCK; skip > 0; skip--) cursor.next();
    return cursor.next();
  }

  *files(): Generator<ListedFile> {
    const cursor = this.#cursor(0);
    for (let i = 0; i < this.count; i++) yield cursor.next();
  }

  #cursor(block: number): Cursor {
    return new Cursor(this.#entries, this.count === 0 ? 0 : this.#starts[block]!);
  }
}

/** Takes entries off the list, one after the other. */
class Cursor {
  #path: Buffer = Buffer.alloc(0);

  constructor(
    private readonly entries: Buffer,
    private position: number,
  ) {}

  next(): ListedFile {
    const shared = this.#number();
    const own = this.#number();
    if (shared > this.#path.length || this.position + own > this.entries.length) throw outOfStep();
    const path = Buffer.allocUnsafe(shared + own);
    this.#path.copy(path, 0, 0, shared);
    this.entries.copy(path, shared, this.position, this.position + own);
    this.position += own;
    this.#path = path;
    return { path, size: this.#number() };
  }

  #number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.entries[this.position++];
      if (byte === undefined) throw outOfStep();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
}

/** Checksums come first: only a fault of ours gets here. */
function outOfStep(): DataError {
  return new DataError('INDEX_TORN', 'the list of images is out of step: launch again to have it made anew');
}

/** Makes a list of files that come in its order. */
export class ImageListBuilder {
  #count = 0;
  #entries = new GrowingBytes();
  #starts: number[] = [];
  #last: Buffer = Buffer.alloc(0);
  readonly #hash = createHash('sha256');
  #hashed = new GrowingBytes();

  add(path: Buffer, size: number): void {
    if (this.#count % BLOCK === 0) {
      this.#starts.push(this.#entries.length);
      this.#last = Buffer.alloc(0);
    }
    const shared = sharedLength(this.#last, path);
    this.#entries.number(shared);
    this.#entries.number(path.length - shared);
    this.#entries.bytes(path, shared);
    this.#entries.number(size);
    this.#last = path;
    this.#count++;

    this.#hashed.bytes(path, 0);
    this.#hashed.text(`\0${size}\n`);
    if (this.#hashed.length > 1 << 16) this.#hash.update(this.#hashed.take());
  }

  /** @returns with the SHA-256 of paths and sizes, hexadecimal: equal for two folders that hold the same images */
  finish(): { list: ImageList; hash: string } {
    const starts = new SharedArrayBuffer(startsBytes(this.#count));
    new Float64Array(starts).set(this.#starts);
    const written = this.#entries.take();
    const entries = new SharedArrayBuffer(written.length);
    new Uint8Array(entries).set(written);
    const list = new ImageList({ count: this.#count, starts, entries });
    return { list, hash: this.#hash.update(this.#hashed.take()).digest('hex') };
  }
}

function sharedLength(a: Buffer, b: Buffer): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length++;
  return length;
}

class GrowingBytes {
  #bytes = Buffer.allocUnsafe(1 << 12);
  length = 0;

  number(value: number): void {
    this.#reserve(8);
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes[this.length++] = (rest % 128) | 128;
    this.#bytes[this.length++] = rest;
  }

  bytes(source: Buffer, from: number): void {
    this.#reserve(source.length - from);
    this.length += source.copy(this.#bytes, this.length, from);
  }

  /** ASCII. */
  text(source: string): void {
    this.#reserve(source.length);
    this.length += this.#bytes.write(source, this.length, 'latin1');
  }

  /** What was written since the last time. Valid until more is written. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.length);
    this.length = 0;
    return taken;
  }

  #reserve(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.length + more));
    this.#bytes.copy(grown, 0, 0, this.length);
    this.#bytes = grown;
  }
}
