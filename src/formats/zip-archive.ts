/**
 * Reads zip archives whose entries are stored as they are, as PyTorch's are. Nothing that the file says is believed before
 * it fits with the rest: every entry lies within the file, has a header of its own there, and overlaps no other.
 * Source: PKWARE APPNOTE.TXT 6.3: 4.3.7, 4.3.12, 4.3.14 to 4.3.16, 4.5.3.
 */
import { closeSync, fstatSync, openSync } from 'node:fs';
import { crc32 } from './crc32.js';
import { FormatError } from './format-error.js';
import { readExactly } from './positioned-read.js';

/** Signatures and fixed sizes of the format's records. */
export const ZIP = {
  local: { signature: 0x04034b50, bytes: 30 },
  directory: { signature: 0x02014b50, bytes: 46 },
  end: { signature: 0x06054b50, bytes: 22 },
  end64: { signature: 0x06064b50, bytes: 56 },
  locator64: { signature: 0x07064b50, bytes: 20 },
  /** Header ID of the extra field with 64-bit sizes and offsets. */
  extra64: 0x0001,
  /** Stands for a number that is in the extra field instead. */
  max16: 0xffff,
  max32: 0xffffffff,
  stored: 0,
} as const;

/** The end record may be followed by a comment of this many bytes. */
const MAX_COMMENT_BYTES = 0xffff;
/** A checksum is taken over pieces of this size, so that a large entry need not be in memory. */
const CHECKED_AT_ONCE = 2 ** 24;

interface Entry {
  name: string;
  crc: number;
  bytes: number;
  headerOffset: number;
  dataStart: number;
  /** Its checksum has been found right. */
  checked: boolean;
}

type Fail = (what: string) => never;

export class ZipArchive {
  private constructor(
    readonly path: string,
    private readonly fd: number,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws FormatError where the file is no sound archive of stored entries; the system's where it cannot be opened */
  static open(path: string): ZipArchive {
    const fd = openSync(path, 'r');
    try {
      return new ZipArchive(path, fd, readDirectory(new ZipFile(path, fd)));
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** The names in an archive of any kind of entries. @throws FormatError where it has no directory */
  static namesIn(path: string): string[] {
    const fd = openSync(path, 'r');
    try {
      return readNames(new ZipFile(path, fd));
    } finally {
      closeSync(fd);
    }
  }

  get names(): string[] {
    return [...this.entries.keys()];
  }

  /** Bytes of an entry; null where there is none of that name. */
  sizeOf(name: string): number | null {
    return this.entries.get(name)?.bytes ?? null;
  }

  /** Bytes [start, end) of an entry whose checksum is right. */
  read(name: string, start: number, end: number): Uint8Array<ArrayBuffer> {
    const file = new ZipFile(this.path, this.fd);
    const entry = this.entries.get(name);
    if (entry === undefined) return file.fail(`has no entry "${name}"`);
    if (!(start >= 0 && start <= end && end <= entry.bytes))
      throw new RangeError(`${this.path}: entry "${name}" has ${entry.bytes} bytes, asked for ${start}..${end}`);
    const isWhole = start === 0 && end === entry.bytes;
    if (!entry.checked && !isWhole) this.check(file, entry, this.checksum(file, entry));
    const bytes = file.read(entry.dataStart + start, end - start);
    if (!entry.checked) this.check(file, entry, crc32(bytes));
    return bytes;
  }

  close(): void {
    closeSync(this.fd);
  }

  private checksum(file: ZipFile, entry: Entry): number {
    let crc = 0;
    for (let done = 0; done < entry.bytes; done += CHECKED_AT_ONCE)
      crc = crc32(file.read(entry.dataStart + done, Math.min(CHECKED_AT_ONCE, entry.bytes - done)), crc);
    return crc;
  }

  private check(file: ZipFile, entry: Entry, crc: number): void {
    if (crc !== entry.crc)
      file.fail(
        `entry "${entry.name}" has changed: its CRC-32 is ${hex(crc)}, expected ${hex(entry.crc)}; get the file again`,
      );
    entry.checked = true;
  }
}

const hex = (value: number) => value.toString(16).padStart(8, '0');

class ZipFile {
  readonly bytes: number;

  constructor(
    readonly path: string,
    readonly fd: number,
  ) {
    this.bytes = fstatSync(fd).size;
  }

  readonly fail: Fail = (what) => {
    throw new FormatError(`${this.path}: ${what}`);
  };

  read(position: number, length: number): Buffer<ArrayBuffer> {
    if (position + length > this.bytes) this.fail(`ends at byte ${this.bytes}, expected ${position + length}`);
    return readExactly(
      this.fd,
      position,
      length,
      (at) => new FormatError(`${this.path}: ends at byte ${at} while it is being read`),
    );
  }

  /** A number of 64 bits that can be a place in this file. */
  place(record: Buffer, at: number, what: string): number {
    const value = record.readBigUInt64LE(at);
    return value <= BigInt(this.bytes)
      ? Number(value)
      : this.fail(`says ${what} ${value}, but has ${this.bytes} bytes`);
  }
}

interface DirectoryPlace {
  entries: number;
  bytes: number;
  start: number;
}

function readDirectory(file: ZipFile): Map<string, Entry> {
  const place = findDirectory(file);
  const directory = file.read(place.start, place.bytes);
  const entries = new Map<string, Entry>();
  let at = 0;
  for (let i = 0; i < place.entries; i++) {
    const { entry, end } = readEntry(file, directory, at);
    if (entries.has(entry.name)) file.fail(`has two entries "${entry.name}"`);
    entries.set(entry.name, entry);
    at = end;
  }
  if (at !== directory.length)
    file.fail(`${directory.length - at} bytes after the ${place.entries} entries of its directory, expected none`);
  for (const entry of entries.values()) findData(file, entry, place.start);
  checkApart(file, [...entries.values()]);
  return entries;
}

function readNames(file: ZipFile): string[] {
  const place = findDirectory(file);
  const directory = file.read(place.start, place.bytes);
  const names: string[] = [];
  for (let at = 0; names.length < place.entries; ) {
    const { name, end } = readName(file, directory, at);
    names.push(name);
    at = end;
  }
  return names;
}

function findDirectory(file: ZipFile): DirectoryPlace {
  const tailBytes = Math.min(file.bytes, ZIP.end.bytes + MAX_COMMENT_BYTES);
  const tailStart = file.bytes - tailBytes;
  const tail = file.read(tailStart, tailBytes);
  let at = tail.length - ZIP.end.bytes;
  while (at >= 0 && !(tail.readUInt32LE(at) === ZIP.end.signature && commentFits(tail, at))) at--;
  if (at < 0) return file.fail('has no end of a zip archive: no zip, or cut short; get the file again');
  const end = tail.subarray(at);
  const endStart = tailStart + at;
  const place = { entries: end.readUInt16LE(10), bytes: end.readUInt32LE(12), start: end.readUInt32LE(16) };
  const is64 = place.entries === ZIP.max16 || place.bytes === ZIP.max32 || place.start === ZIP.max32;
  const { found, limit } = is64 ? findDirectory64(file, endStart) : { found: place, limit: endStart };
  if (found.start + found.bytes > limit)
    file.fail(`says that its directory is at bytes ${found.start}..${found.start + found.bytes}, past ${limit}`);
  return found;
}

function commentFits(tail: Buffer, at: number): boolean {
  return at + ZIP.end.bytes + tail.readUInt16LE(at + 20) === tail.length;
}

function findDirectory64(file: ZipFile, endStart: number): { found: DirectoryPlace; limit: number } {
  if (endStart < ZIP.locator64.bytes) return file.fail('has no zip64 locator before its end');
  const locator = file.read(endStart - ZIP.locator64.bytes, ZIP.locator64.bytes);
  if (locator.readUInt32LE(0) !== ZIP.locator64.signature) return file.fail('has no zip64 locator before its end');
  const limit = file.place(locator, 8, 'that its zip64 end is at byte');
  const end = file.read(limit, ZIP.end64.bytes);
  if (end.readUInt32LE(0) !== ZIP.end64.signature) return file.fail(`has no zip64 end at byte ${limit}`);
  const found = {
    entries: file.place(end, 32, 'that its entries are'),
    bytes: file.place(end, 40, 'that the bytes of its directory are'),
    start: file.place(end, 48, 'that its directory is at byte'),
  };
  return { found, limit };
}

function readName(file: ZipFile, directory: Buffer, at: number) {
  const fixed = directory.subarray(at, at + ZIP.directory.bytes);
  if (fixed.length < ZIP.directory.bytes || fixed.readUInt32LE(0) !== ZIP.directory.signature)
    return file.fail(`has no entry at byte ${at} of its directory`);
  const nameEnd = at + ZIP.directory.bytes + fixed.readUInt16LE(28);
  const extraEnd = nameEnd + fixed.readUInt16LE(30);
  const end = extraEnd + fixed.readUInt16LE(32);
  if (end > directory.length) return file.fail(`has an entry that goes past the end of its directory`);
  const name = directory.toString('utf8', at + ZIP.directory.bytes, nameEnd);
  return { fixed, name, extra: directory.subarray(nameEnd, extraEnd), end };
}

function readEntry(file: ZipFile, directory: Buffer, at: number): { entry: Entry; end: number } {
  const { fixed, name, extra, end } = readName(file, directory, at);
  const isEncrypted = (fixed.readUInt16LE(8) & 1) !== 0;
  const method = fixed.readUInt16LE(10);
  if (isEncrypted) file.fail(`entry "${name}" is encrypted, expected plain bytes`);
  if (method !== ZIP.stored)
    file.fail(`entry "${name}" is compressed (method ${method}), expected it stored, as torch.save writes it`);
  const [bytes, packed, headerOffset] = wideNumbers(
    file,
    name,
    extra,
    [24, 20, 42].map((at) => fixed.readUInt32LE(at)),
  );
  if (bytes !== packed) file.fail(`entry "${name}" has ${packed} bytes for ${bytes} stored ones`);
  const entry = { name, crc: fixed.readUInt32LE(16), bytes: bytes!, headerOffset: headerOffset!, checked: false };
  return { entry: { ...entry, dataStart: 0 }, end };
}

/** The numbers of an entry, those that 32 bits do not hold from its extra field, where they stand in this order. */
function wideNumbers(file: ZipFile, name: string, extra: Buffer, numbers: number[]): number[] {
  if (!numbers.includes(ZIP.max32)) return numbers;
  let at = 0;
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== ZIP.extra64) at += 4 + extra.readUInt16LE(at + 2);
  const isThere = at + 4 <= extra.length;
  const wide = isThere ? extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2)) : Buffer.alloc(0);
  let next = 0;
  return numbers.map((number) => {
    if (number !== ZIP.max32) return number;
    if (next + 8 > wide.length) return file.fail(`entry "${name}" has no 64-bit sizes in its extra field`);
    const value = file.place(wide, next, `of entry "${name}"`);
    next += 8;
    return value;
  });
}

/** An entry's own header must say the same name; its sizes may be left to the directory. */
function findData(file: ZipFile, entry: Entry, directoryStart: number): void {
  const { name, headerOffset } = entry;
  const nameStart = headerOffset + ZIP.local.bytes;
  const nameBytes = Buffer.from(name);
  if (nameStart + nameBytes.length > directoryStart)
    file.fail(`entry "${name}" begins at byte ${headerOffset}, past the last one's end at ${directoryStart}`);
  const header = file.read(headerOffset, ZIP.local.bytes + nameBytes.length);
  const isSame =
    header.readUInt32LE(0) === ZIP.local.signature &&
    header.readUInt16LE(8) === ZIP.stored &&
    header.readUInt16LE(26) === nameBytes.length &&
    header.subarray(ZIP.local.bytes).equals(nameBytes);
  if (!isSame) file.fail(`entry "${name}" has no header of its own at byte ${headerOffset}`);
  entry.dataStart = nameStart + nameBytes.length + header.readUInt16LE(28);
  if (entry.dataStart + entry.bytes > directoryStart)
    file.fail(
      `entry "${name}" has ${entry.bytes} bytes from byte ${entry.dataStart}, past the last one's end at ${directoryStart}`,
    );
}

function checkApart(file: ZipFile, entries: Entry[]): void {
  entries.sort((a, b) => a.headerOffset - b.headerOffset);
  entries.forEach((entry, i) => {
    const next = entries[i + 1];
    if (next !== undefined && entry.dataStart + entry.bytes > next.headerOffset)
      file.fail(`entries "${entry.name}" and "${next.name}" overlap`);
  });
}
