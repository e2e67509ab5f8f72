/**
 * The file that lists a run's images: made once by the coordinator, read by agents and ranks.
 *
 * "DINOIDX\n"; four uint32, little-endian: version, bytes of the header, CRC-32 of the header, 0; the header, JSON, filled up with
 * spaces to a multiple of 8 bytes; then sections, each at a multiple of 8. The header gives their offset from its end, their
 * length and their CRC-32. A source of another kind than a folder will have a `kind` and sections of its own; what this build would
 * misread will have another version.
 */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { crc32 } from '../../formats/crc32.js';
import { MAX_CALL_BYTES, readExactlyInto } from '../../formats/positioned-read.js';
import { DataError, type DataErrorCode } from '../data-error.js';
import type { ImageListing } from './image-folder.js';
import { ImageList, startsBytes } from './image-list.js';

const MAGIC = 'DINOIDX\n';
const VERSION = 1;
const PREFIX_BYTES = 24;
const ALIGNMENT = 8;
/** A longer header is none of ours. */
const MOST_HEADER_BYTES = 1 << 20;

interface Section {
  offset: number;
  bytes: number;
  crc32: number;
}

interface Header {
  kind: 'folder';
  /** The launch that made the list. */
  job: string;
  root: string;
  count: number;
  listingHash: string;
  /** Of `SharedImageList`. */
  sections: { starts: Section; entries: Section };
}

/**
 * Written beside and renamed: whoever reads it finds a whole one.
 * @param job the launch; its agents and ranks read the list of no other
 * @throws DataError where it cannot be written
 */
export function writeImageIndex(path: string, job: string, { root, images, listingHash }: ImageListing): void {
  const starts = Buffer.from(images.shared.starts);
  const entries = Buffer.from(images.shared.entries);
  const sections = { starts: sectionOf(starts, 0), entries: sectionOf(entries, aligned(starts.length)) };
  const header: Header = { kind: 'folder', job, root, count: images.count, listingHash, sections };
  const temporary = `${path}.new`;
  try {
    const file = openSync(temporary, 'w');
    try {
      const end = writeAll(file, encodeHeader(header), 0);
      writeAll(file, starts, end + sections.starts.offset);
      writeAll(file, entries, end + sections.entries.offset);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true, recursive: true });
    const mebibytes = (starts.length + entries.length) / 2 ** 20;
    throw new DataError(
      'INDEX_UNWRITABLE',
      `the list of images cannot be written to ${path}, which takes ${mebibytes.toFixed(1)} MiB: ${(cause as Error).message}`,
      { cause },
    );
  }
}

/**
 * @param job the launch that it must be of
 * @throws DataError where it is missing, damaged or another launch's
 */
export function readImageIndex(path: string, job: string): ImageListing {
  const file = openIndex(path);
  try {
    const { header, end } = readHeader(file, path);
    if (header.job !== job)
      throw indexError(
        'INDEX_FOREIGN',
        path,
        'is of another launch: only one may use an output directory; stop the others, and launch again',
      );
    const { count, root, listingHash, sections } = header;
    if (sections.starts.bytes !== startsBytes(count)) throw damaged(path, 'its sections do not fit its count');
    const starts = readSection(file, path, sections.starts, end);
    const entries = readSection(file, path, sections.entries, end);
    return { root, listingHash, images: new ImageList({ count, starts, entries }) };
  } finally {
    closeSync(file);
  }
}

function openIndex(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    const why = (cause as Error).message;
    throw indexError('INDEX_MISSING', path, `cannot be read: ${why}; every launch makes it anew`, { cause });
  }
}

function readHeader(file: number, path: string): { header: Header; end: number } {
  const endsEarly = () => damaged(path, 'it ends early');
  const prefix = Buffer.alloc(PREFIX_BYTES);
  readExactlyInto(file, 0, prefix, endsEarly);
  if (prefix.toString('latin1', 0, MAGIC.length) !== MAGIC) throw damaged(path, 'it begins otherwise than such a file');
  const [version, bytes, checksum] = [8, 12, 16].map((at) => prefix.readUInt32LE(at)) as [number, number, number];
  if (version !== VERSION)
    throw indexError(
      'INDEX_TORN',
      path,
      `is of version ${version}, this build reads ${VERSION}: launch with one build`,
    );
  if (bytes > MOST_HEADER_BYTES) throw damaged(path, `its header claims ${bytes} bytes`);
  const text = Buffer.alloc(bytes);
  readExactlyInto(file, PREFIX_BYTES, text, endsEarly);
  if (crc32(text) !== checksum) throw damaged(path, 'its header has another checksum');
  return { header: JSON.parse(text.toString('utf8')) as Header, end: PREFIX_BYTES + bytes };
}

function readSection(file: number, path: string, { offset, bytes, crc32: checksum }: Section, end: number) {
  const section = new SharedArrayBuffer(bytes);
  const view = Buffer.from(section);
  readExactlyInto(file, end + offset, view, () => damaged(path, 'it ends early'));
  if (crc32(view) !== checksum) throw damaged(path, 'a section has another checksum');
  return section;
}

function damaged(path: string, how: string): DataError {
  return indexError('INDEX_TORN', path, `is damaged: ${how}; launch again, which makes it anew`);
}

function indexError(code: DataErrorCode, path: string, what: string, options?: ErrorOptions): DataError {
  return new DataError(code, `the list of the run's images, ${path}, ${what}`, options);
}

function encodeHeader(header: Header): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  const text = Buffer.alloc(aligned(json.length), ' ');
  json.copy(text);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.write(MAGIC, 'latin1');
  prefix.writeUInt32LE(VERSION, 8);
  prefix.writeUInt32LE(text.length, 12);
  prefix.writeUInt32LE(crc32(text), 16);
  return Buffer.concat([prefix, text]);
}

function sectionOf(bytes: Buffer, offset: number): Section {
  return { offset, bytes: bytes.length, crc32: crc32(bytes) };
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** @returns where it ends */
function writeAll(file: number, bytes: Buffer, position: number): number {
  for (let done = 0; done < bytes.length; )
    done += writeSync(file, bytes, done, Math.min(bytes.length - done, MAX_CALL_BYTES), position + done);
  return position + bytes.length;
}
