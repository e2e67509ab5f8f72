/**
 * A long list of images in little memory: 16 bytes or so for each path of ImageNet-22k, a fifth of a string's.
 *
 * Names are sorted, or neighbours alike: each is stored as the number of bytes that it shares with the one before it, the number of
 * its own bytes, these, the size of the image, and where it is. Numbers are LEB128, those with a sign zigzag. The first of each
 * `BLOCK` shares nothing, and `starts` says where it is.
 */
import { createHash } from 'node:crypto';
import { DataError } from '../data-error.js';

/** What is listed: `files` have a time, `members` a place within one of several files. */
export type ListLayout = 'files' | 'members';

/** A file beside an image within an archive, of the same name but for the ending: its label or caption. */
export interface MemberField {
  /** The ending: `cls`, `txt`, `json`. */
  name: string;
  /** Bytes from the beginning of the archive. */
  offset: number;
  size: number;
}

export interface ListedImage {
  /** Of a file: its path below the folder, with '/'. Of a member: its name. */
  path: Buffer;
  size: number;
}

export interface ListedFile extends ListedImage {
  /** When it was last changed, in seconds since 1970, whole. */
  time: number;
}

export interface ListedMember extends ListedImage {
  /** The number of the archive that it is in. */
  shard: number;
  /** Bytes from the beginning of the archive. */
  offset: number;
  fields: readonly MemberField[];
}

type Listed<Layout extends ListLayout> = Layout extends 'files' ? ListedFile : ListedMember;

/** Bytes of a section, by their position in it. What is given is valid until the next call. */
export interface Section {
  readonly length: number;
  /** @throws DataError where they are not as they were written */
  read(start: number, end: number): Buffer;
}

const BLOCK = 16;

/** Reads images of a list by their number. */
export class ImageList<Layout extends ListLayout = 'files'> {
  /** Where each block begins in `entries`. (ceil(count / BLOCK)) */
  readonly #starts: Float64Array;
  #block = -1;
  #images: Listed<Layout>[] = [];

  /** @param starts Float64, little-endian; kept in memory, half a byte for each image */
  constructor(
    readonly layout: Layout,
    readonly count: number,
    starts: Section,
    private readonly entries: Section,
  ) {
    const blocks = Math.ceil(count / BLOCK);
    if (starts.length !== blocks * Float64Array.BYTES_PER_ELEMENT) throw outOfStep();
    this.#starts = new Float64Array(blocks);
    Buffer.from(this.#starts.buffer).set(starts.read(0, starts.length));
  }

  at(index: number): Listed<Layout> {
    const block = Math.floor(index / BLOCK);
    if (block !== this.#block) {
      this.#images = this.#read(block);
      this.#block = block;
    }
    return this.#images[index % BLOCK]!;
  }

  *images(): Generator<Listed<Layout>> {
    for (let i = 0; i < this.count; i++) yield this.at(i);
  }

  #read(block: number): Listed<Layout>[] {
    const [start, end = this.entries.length] = [this.#starts[block]!, this.#starts[block + 1]];
    const cursor = new Cursor(this.entries.read(start, end));
    const images: Listed<ListLayout>[] = [];
    for (let i = block * BLOCK; i < Math.min(this.count, (block + 1) * BLOCK); i++)
      images.push(this.layout === 'files' ? cursor.file() : cursor.member());
    return images as Listed<Layout>[];
  }
}

/** Takes the entries of a block, one after the other. */
class Cursor {
  #path: Buffer = Buffer.alloc(0);
  #time = 0;
  #shard = 0;
  #end = 0;
  #position = 0;

  constructor(private readonly bytes: Buffer) {}

  file(): ListedFile {
    const image = this.#image();
    this.#time += this.#signed();
    return { ...image, time: this.#time };
  }

  member(): ListedMember {
    const image = this.#image();
    this.#shard += this.#signed();
    const offset = this.#offset(image.size);
    const fields = Array.from({ length: this.#number() }, () => {
      const name = this.#take(this.#number()).toString('utf8');
      const size = this.#number();
      return { name, offset: this.#offset(size), size };
    });
    return { ...image, shard: this.#shard, offset, fields };
  }

  #image(): ListedImage {
    const shared = this.#number();
    const own = this.#number();
    if (shared > this.#path.length) throw outOfStep();
    this.#path = Buffer.concat([this.#path.subarray(0, shared), this.#take(own)]);
    return { path: this.#path, size: this.#number() };
  }

  /** What comes next in an archive mostly begins where the last one has ended. */
  #offset(size: number): number {
    const offset = this.#end + this.#signed();
    this.#end = offset + size;
    return offset;
  }

  #take(length: number): Buffer {
    if (this.#position + length > this.bytes.length) throw outOfStep();
    this.#position += length;
    return Buffer.from(this.bytes.subarray(this.#position - length, this.#position));
  }

  #signed(): number {
    const zigzag = this.#number();
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  }

  #number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.bytes[this.#position++];
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

/** Writes a list of images that come in its order. */
export class ImageListWriter<Layout extends ListLayout = 'files'> {
  #count = 0;
  readonly #bytes = new GrowingBytes();
  #written = 0;
  readonly #starts: number[] = [];
  #last: Buffer = Buffer.alloc(0);
  #time = 0;
  #shard = 0;
  #end = 0;
  readonly #hash = createHash('sha256');
  readonly #hashed = new GrowingBytes();

  /** @param onBytes takes what was written; valid during the call */
  constructor(
    private readonly layout: Layout,
    private readonly onBytes: (bytes: Buffer) => void,
  ) {}

  get count(): number {
    return this.#count;
  }

  /** @param scope what tells the image from others of the same name: the archive that it is in */
  add(image: Listed<Layout>, scope: Uint8Array = NOTHING): void {
    if (this.#count % BLOCK === 0) this.#beginBlock();
    const { path, size } = image;
    const shared = sharedLength(this.#last, path);
    this.#bytes.number(shared);
    this.#bytes.number(path.length - shared);
    this.#bytes.bytes(path, shared);
    this.#bytes.number(size);
    if (this.layout === 'files') this.#addTime((image as ListedFile).time);
    else this.#addPlace(image as ListedMember);
    this.#last = path;
    this.#count++;

    this.#hashed.bytes(scope, 0);
    this.#hashed.bytes(path, 0);
    this.#hashed.text(`\0${size}\n`);
    if (this.#hashed.length > 1 << 16) this.#hash.update(this.#hashed.take());
  }

  /** @returns `starts`, and the SHA-256 of scopes, paths and sizes, hexadecimal: equal for two sources that hold the same images */
  finish(): { count: number; starts: Float64Array; hash: string } {
    this.#flush();
    const hash = this.#hash.update(this.#hashed.take()).digest('hex');
    return { count: this.#count, starts: Float64Array.from(this.#starts), hash };
  }

  #beginBlock(): void {
    if (this.#bytes.length > 1 << 16) this.#flush();
    this.#starts.push(this.#written + this.#bytes.length);
    this.#last = NOTHING;
    [this.#time, this.#shard, this.#end] = [0, 0, 0];
  }

  #flush(): void {
    const bytes = this.#bytes.take();
    this.#written += bytes.length;
    if (bytes.length > 0) this.onBytes(bytes);
  }

  #addTime(time: number): void {
    this.#bytes.signed(time - this.#time);
    this.#time = time;
  }

  #addPlace({ shard, offset, size, fields }: ListedMember): void {
    this.#bytes.signed(shard - this.#shard);
    this.#shard = shard;
    this.#addOffset(offset, size);
    this.#bytes.number(fields.length);
    for (const field of fields) {
      const name = Buffer.from(field.name);
      this.#bytes.number(name.length);
      this.#bytes.bytes(name, 0);
      this.#bytes.number(field.size);
      this.#addOffset(field.offset, field.size);
    }
  }

  #addOffset(offset: number, size: number): void {
    this.#bytes.signed(offset - this.#end);
    this.#end = offset + size;
  }
}

/** A list of files in memory, which threads share. */
export class ImageListBuilder {
  readonly #parts: Buffer[] = [];
  readonly #writer = new ImageListWriter('files', (bytes) => void this.#parts.push(Buffer.from(bytes)));

  get count(): number {
    return this.#writer.count;
  }

  add(file: ListedFile): void {
    this.#writer.add(file);
  }

  /** @returns with the hash as `ImageListWriter.finish` */
  finish(): { list: ImageList; hash: string; sections: ListSections } {
    const { count, starts, hash } = this.#writer.finish();
    const sections = { starts: Buffer.from(starts.buffer), entries: Buffer.concat(this.#parts) };
    const list = new ImageList('files', count, inMemory(sections.starts), inMemory(sections.entries));
    return { list, hash, sections };
  }
}

/** A list as a file keeps it. */
export interface ListSections {
  starts: Buffer;
  entries: Buffer;
}

function inMemory(bytes: Buffer): Section {
  return { length: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}

const NOTHING = Buffer.alloc(0);

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

  signed(value: number): void {
    this.number(value < 0 ? -2 * value - 1 : 2 * value);
  }

  bytes(source: Uint8Array, from: number): void {
    this.#reserve(source.length - from);
    this.#bytes.set(source.subarray(from), this.length);
    this.length += source.length - from;
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
