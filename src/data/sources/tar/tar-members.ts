import { Header } from 'tar';
import type { DataFile } from '../data-file.js';

/** A file within an archive. */
export interface TarMember {
  path: Buffer;
  offset: number;
  size: number;
}

/** What is in an archive beside files, and how it ends. */
export interface TarEnd {
  /** Folders, links and devices, which hold no bytes. */
  others: number;
  /** What is wrong with it, from where on; null where it is whole. */
  damage: string | null;
}

const BLOCK = 512;
/** A longer name is none. */
const MOST_NAME_BYTES = 1 << 20;

/**
 * The files of an archive, in their order: by headers alone, which say where the next one is. Names are bytes, as they were stored.
 * Source: POSIX.1-2017, pax interchange format, and GNU tar's long names.
 */
export async function* tarMembers(file: DataFile): AsyncGenerator<TarMember, TarEnd> {
  let others = 0;
  let isEnding = false;
  let long: { path?: Buffer; size?: number } = {};
  for (let at = 0; ; ) {
    const block = await readBlock(file, at);
    // Some archives lack the two empty blocks at the end.
    if (block === null) return { others, damage: at === file.bytes ? null : `it ends within the header at byte ${at}` };
    const header = headerOf(block);
    if (header === null) {
      if (isEnding) return { others, damage: null };
      isEnding = true;
      at += BLOCK;
      continue;
    }
    isEnding = false;
    if (!header.cksumValid) return { others, damage: `at byte ${at} is no header of a tar archive` };
    const offset = at + BLOCK;
    const isMeta = META.has(header.type);
    const size = (isMeta ? undefined : long.size) ?? header.size ?? 0;
    if (!(size >= 0)) return { others, damage: `the header at byte ${at} says ${size} bytes` };
    if (offset + size > file.bytes)
      return { others, damage: `it ends at byte ${file.bytes}, within ${header.path}, which ends at ${offset + size}` };
    at = offset + Math.ceil(size / BLOCK) * BLOCK;
    if (isMeta) {
      long = { ...long, ...(await metaOf(file, header.type, offset, size)) };
      continue;
    }
    if (FILES.has(header.type)) yield { path: long.path ?? nameOf(block), offset, size };
    else others++;
    long = {};
  }
}

const FILES = new Set(['File', 'OldFile', 'ContiguousFile']);
const META = new Set([
  'ExtendedHeader',
  'OldExtendedHeader',
  'GlobalExtendedHeader',
  'NextFileHasLongPath',
  'OldGnuLongPath',
  'NextFileHasLongLinkpath',
]);

/** null where the file has ended. */
async function readBlock(file: DataFile, at: number): Promise<Buffer | null> {
  const bytes = await file.read(at, at + BLOCK);
  return bytes.length < BLOCK ? null : Buffer.from(bytes.buffer, bytes.byteOffset, BLOCK);
}

/** null for an empty block. */
function headerOf(block: Buffer): Header | null {
  const header = new Header(block, 0);
  return header.nullBlock ? null : header;
}

/** What a header says of the file behind it. */
async function metaOf(file: DataFile, type: string, offset: number, size: number) {
  if (type === 'GlobalExtendedHeader' || type === 'NextFileHasLongLinkpath' || size > MOST_NAME_BYTES) return {};
  const bytes = Buffer.from(await file.read(offset, offset + size));
  if (type.endsWith('LongPath')) return { path: upToZero(bytes) };
  const records = paxRecords(bytes);
  const [path, long] = [records.get('path'), records.get('size')];
  return { ...(path !== undefined && { path }), ...(long !== undefined && { size: Number(long.toString('latin1')) }) };
}

/** `LENGTH KEY=VALUE`, each with a newline; values are bytes here, as names need not be UTF-8. */
function paxRecords(bytes: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(' ', at);
    const length = Number(bytes.toString('latin1', at, space));
    const equals = bytes.indexOf('=', space);
    if (!(length > 0) || space < at || equals < space || at + length > bytes.length) break;
    records.set(bytes.toString('latin1', space + 1, equals), Buffer.from(bytes.subarray(equals + 1, at + length - 1)));
    at += length;
  }
  return records;
}

/** The name in a header, with what stands before it in POSIX archives. */
function nameOf(block: Buffer): Buffer {
  const name = upToZero(block.subarray(0, 100));
  const isPosix = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isPosix ? upToZero(block.subarray(345, 500)) : Buffer.alloc(0);
  return prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name]);
}

function upToZero(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end));
}
