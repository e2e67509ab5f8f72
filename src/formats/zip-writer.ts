/**
 * Writes zip archives of stored entries, piece by piece, past 4 GiB where need be.
 * Source: PKWARE APPNOTE.TXT 6.3, as in zip-archive.ts.
 */
import { crc32 } from './crc32.js';
import { ZIP } from './zip-archive.js';

export interface WrittenEntry {
  name: string;
  crc: number;
  bytes: number;
  headerOffset: number;
}

/** PyTorch maps files into memory: tensors begin at multiples of this. */
const ALIGNMENT = 64;
/** Header ID of the extra field that pads an entry's header. Source: PyTorch caffe2/serialize/inline_container.cc */
const PADDING_ID = 0x4246;
/** 1 January 1980, the first day of the format's calendar. */
const DATE = (1 << 5) | 1;
const VERSION = 20;
const VERSION_64 = 45;
/** Names are UTF-8. */
const FLAGS = 0x0800;

/** @param entries made one at a time, each at most 4 GiB, so that only one need be in memory */
export function* zipPieces(entries: Iterable<{ name: string; data: Uint8Array }>): Generator<Uint8Array> {
  const written: WrittenEntry[] = [];
  let position = 0;
  for (const { name, data } of entries) {
    if (data.length >= ZIP.max32)
      throw new RangeError(`entry "${name}" has ${data.length} bytes, expected less than ${ZIP.max32}`);
    const entry = { name, crc: crc32(data), bytes: data.length, headerOffset: position };
    const header = localHeader(entry);
    yield header;
    yield data;
    position += header.length + data.length;
    written.push(entry);
  }
  yield zipDirectory(written, position);
}

/** @param start where it will begin in the file */
export function zipDirectory(entries: readonly WrittenEntry[], start: number): Buffer {
  const directory = Buffer.concat(entries.map(directoryEntry));
  const is64 = entries.length >= ZIP.max16 || start + directory.length >= ZIP.max32;
  const end64 = is64 ? [zip64End(entries.length, directory.length, start)] : [];
  const end = Buffer.alloc(ZIP.end.bytes);
  end.writeUInt32LE(ZIP.end.signature, 0);
  end.writeUInt16LE(is64 ? ZIP.max16 : entries.length, 8);
  end.writeUInt16LE(is64 ? ZIP.max16 : entries.length, 10);
  end.writeUInt32LE(is64 ? ZIP.max32 : directory.length, 12);
  end.writeUInt32LE(is64 ? ZIP.max32 : start, 16);
  return Buffer.concat([directory, ...end64, end]);
}

function localHeader({ name, crc, bytes, headerOffset }: WrittenEntry): Buffer {
  const nameBytes = Buffer.from(name);
  const fixedEnd = headerOffset + ZIP.local.bytes + nameBytes.length;
  // An extra field has four bytes of its own.
  const dataStart = Math.ceil((fixedEnd + 4) / ALIGNMENT) * ALIGNMENT;
  const padding = Buffer.alloc(dataStart - fixedEnd);
  padding.writeUInt16LE(PADDING_ID, 0);
  padding.writeUInt16LE(padding.length - 4, 2);
  const header = Buffer.alloc(ZIP.local.bytes);
  header.writeUInt32LE(ZIP.local.signature, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(ZIP.stored, 8);
  header.writeUInt16LE(DATE, 12);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(bytes, 18);
  header.writeUInt32LE(bytes, 22);
  header.writeUInt16LE(nameBytes.length, 26);
  header.writeUInt16LE(padding.length, 28);
  return Buffer.concat([header, nameBytes, padding]);
}

function directoryEntry({ name, crc, bytes, headerOffset }: WrittenEntry): Buffer {
  const nameBytes = Buffer.from(name);
  const isFar = headerOffset >= ZIP.max32;
  const extra = Buffer.alloc(isFar ? 12 : 0);
  if (isFar) {
    extra.writeUInt16LE(ZIP.extra64, 0);
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(BigInt(headerOffset), 4);
  }
  const entry = Buffer.alloc(ZIP.directory.bytes);
  entry.writeUInt32LE(ZIP.directory.signature, 0);
  entry.writeUInt16LE(isFar ? VERSION_64 : VERSION, 4);
  entry.writeUInt16LE(isFar ? VERSION_64 : VERSION, 6);
  entry.writeUInt16LE(FLAGS, 8);
  entry.writeUInt16LE(ZIP.stored, 10);
  entry.writeUInt16LE(DATE, 14);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(bytes, 20);
  entry.writeUInt32LE(bytes, 24);
  entry.writeUInt16LE(nameBytes.length, 28);
  entry.writeUInt16LE(extra.length, 30);
  entry.writeUInt32LE(isFar ? ZIP.max32 : headerOffset, 42);
  return Buffer.concat([entry, nameBytes, extra]);
}

/** The 64-bit end record and the locator that the old one is found from. */
function zip64End(entries: number, directoryBytes: number, start: number): Buffer {
  const end = Buffer.alloc(ZIP.end64.bytes);
  end.writeUInt32LE(ZIP.end64.signature, 0);
  end.writeBigUInt64LE(BigInt(ZIP.end64.bytes - 12), 4);
  end.writeUInt16LE(VERSION_64, 12);
  end.writeUInt16LE(VERSION_64, 14);
  end.writeBigUInt64LE(BigInt(entries), 24);
  end.writeBigUInt64LE(BigInt(entries), 32);
  end.writeBigUInt64LE(BigInt(directoryBytes), 40);
  end.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(ZIP.locator64.bytes);
  locator.writeUInt32LE(ZIP.locator64.signature, 0);
  locator.writeBigUInt64LE(BigInt(start + directoryBytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end, locator]);
}
