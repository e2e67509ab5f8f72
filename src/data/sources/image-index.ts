/**
 * The file that lists the images of a run or a data set: made once, by the coordinator or by `dinofleet index`, and read by position,
 * so that ten million images take no memory of a process.
 *
 * "DINOIDX\n"; four uint32, little-endian: version, bytes of the header, CRC-32 of the header, 0; float64: where the header begins;
 * sections, one behind the other; CRC-32 of each 64 KiB of these, uint32; the header, JSON, which says where each section is. What this
 * build would misread will have another version.
 */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { crc32 } from '../../formats/crc32.js';
import { MAX_CALL_BYTES } from '../../formats/positioned-read.js';
import { DataError, type DataErrorCode } from '../data-error.js';
import { CheckedFile, ChunkSums } from './checked-file.js';
import type { GivenSource } from './given-source.js';
import { ImageList, ImageListWriter, type ListLayout, type Section } from './image-list.js';
import type { SearchedFolder, Shard, SourceFacts } from './image-source.js';

const MAGIC = 'DINOIDX\n';
const VERSION = 2;
const PREFIX_BYTES = 32;
/** A longer header is none of ours. */
const MOST_HEADER_BYTES = 1 << 24;

/** At a time. */
const COPIED_BYTES = 1 << 22;

interface Extent {
  /** From the end of the prefix. */
  offset: number;
  bytes: number;
}

interface SourceHeader extends SourceFacts {
  starts: Extent;
  entries: Extent;
  /** JSON. */
  beside: Extent;
}

interface Header {
  /** The launch that made the list; empty where it was made beforehand. */
  job: string;
  /** What was listed: places and their weights. */
  given: readonly GivenSource[];
  contentHash: string | null;
  listingHash: string;
  sums: { crc32: number; count: number };
  sources: SourceHeader[];
}

/** What is known of a source beside its images: of archives and tables, and of folders that were searched. */
interface Beside {
  shards: Shard[];
  folders: SearchedFolder[];
}

/** A source, as an index has it. */
export interface IndexedSource extends SourceFacts, Beside {
  /** The number of its first image among those of all sources. */
  first: number;
  /** `files` of folders and lists, `members` of archives; null for tables, whose images are rows. */
  images: ImageList | ImageList<'members'> | null;
  /** Of its list, as they lie in the file. */
  sections: { starts: Section; entries: Section };
}

/** What is known of the images of a run, before any is read. */
export interface ImageListing {
  count: number;
  /** SHA-256 of all that decides which image is which, hexadecimal: equal on two machines that see the same images. */
  listingHash: string;
  /** Images of a batch that need not hold one twice. */
  largestBatch: number;
}

/** An index that is open: close it. */
export interface ImageIndex extends ImageListing {
  /** What was listed: places and their weights. */
  given: readonly GivenSource[];
  /** As `contentHashOf`; null where it was not asked for. */
  contentHash: string | null;
  sources: IndexedSource[];
  close(): void;
}

/** Of what lies in an index one behind the other. */
const LAYOUTS = { folder: 'files', list: 'files', tar: 'members', parquet: null } as const;

/** Writes an index beside its place, source after source, and renames it: whoever reads it finds a whole one. */
export class ImageIndexWriter {
  readonly #temporary: string;
  readonly #file: number;
  readonly #sums = new ChunkSums();
  readonly #sources: SourceHeader[] = [];
  #length = 0;
  #entriesAt = 0;
  #isOpen = true;

  /**
   * @param job the launch; its agents and ranks read the list of no other. Empty for a list that is made beforehand
   * @throws DataError where it cannot be written
   */
  constructor(
    readonly path: string,
    private readonly job: string,
  ) {
    this.#temporary = `${path}.new`;
    this.#file = this.#trying(() => openSync(this.#temporary, 'w'));
  }

  /** @returns takes the images of the next source, in their order */
  begin<Layout extends ListLayout>(layout: Layout): ImageListWriter<Layout> {
    this.#entriesAt = this.#length;
    return new ImageListWriter(layout, (bytes) => void this.#append(bytes));
  }

  /** Ends a source. @param images what `begin` has given; null for tables, with `count` and `hash` */
  end(
    facts: Omit<SourceFacts, 'count' | 'hash'>,
    images: ImageListWriter<ListLayout> | { count: number; hash: string },
    beside: Partial<Beside> = {},
  ): void {
    const { count, hash, starts } =
      images instanceof ImageListWriter ? images.finish() : { ...images, starts: new Float64Array(0) };
    const entries = { offset: this.#entriesAt, bytes: this.#length - this.#entriesAt };
    const text = JSON.stringify({ shards: beside.shards ?? [], folders: beside.folders ?? [] } satisfies Beside);
    this.#sources.push({
      ...facts,
      count,
      hash,
      starts: this.#append(Buffer.from(starts.buffer)),
      entries,
      beside: this.#append(Buffer.from(text)),
    });
    this.#entriesAt = this.#length;
  }

  /** A source of another index. */
  copy(
    { sections, shards, folders, kind, location, count, isWhole, hash }: IndexedSource,
    weight: number | null,
  ): void {
    const [starts, entries] = [sections.starts, sections.entries].map((section) => this.#copied(section)) as [
      Extent,
      Extent,
    ];
    const beside = this.#append(Buffer.from(JSON.stringify({ shards, folders } satisfies Beside)));
    this.#sources.push({ kind, location, weight, count, isWhole, hash, starts, entries, beside });
    this.#entriesAt = this.#length;
  }

  /**
   * @param given what was listed
   * @param contentHash of all images, where it was asked for
   * @throws DataError where it cannot be written
   */
  finish(given: readonly GivenSource[] = [], contentHash: string | null = null): ImageListing {
    const sums = Buffer.from(this.#sums.finish().buffer);
    const sources = this.#sources;
    const listingHash = hashOfAll(sources);
    const { job } = this;
    const header: Header = {
      job,
      given,
      contentHash,
      listingHash,
      sums: { crc32: crc32(sums), count: sums.length / 4 },
      sources,
    };
    const text = Buffer.from(JSON.stringify(header));
    const prefix = Buffer.alloc(PREFIX_BYTES);
    prefix.write(MAGIC, 'latin1');
    prefix.writeUInt32LE(VERSION, 8);
    prefix.writeUInt32LE(text.length, 12);
    prefix.writeUInt32LE(crc32(text), 16);
    const sumsAt = PREFIX_BYTES + this.#length;
    prefix.writeDoubleLE(sumsAt + sums.length, 24);
    this.#trying(() => {
      writeAll(this.#file, sums, sumsAt);
      writeAll(this.#file, text, sumsAt + sums.length);
      writeAll(this.#file, prefix, 0);
      fsyncSync(this.#file);
      this.#close();
      renameSync(this.#temporary, this.path);
    });
    return { count: countOf(sources), listingHash, largestBatch: largestBatch(sources) };
  }

  /** Leaves what was there before. */
  abandon(): void {
    this.#close();
    rmSync(this.#temporary, { force: true });
  }

  #close(): void {
    if (this.#isOpen) closeSync(this.#file);
    this.#isOpen = false;
  }

  #copied(section: Section): Extent {
    const offset = this.#length;
    for (let at = 0; at < section.length; at += COPIED_BYTES)
      this.#append(section.read(at, Math.min(section.length, at + COPIED_BYTES)));
    return { offset, bytes: section.length };
  }

  #append(bytes: Buffer): Extent {
    const extent = { offset: this.#length, bytes: bytes.length };
    this.#trying(() => writeAll(this.#file, bytes, PREFIX_BYTES + this.#length));
    this.#sums.add(bytes);
    this.#length += bytes.length;
    return extent;
  }

  #trying<Result>(write: () => Result): Result {
    try {
      return write();
    } catch (cause) {
      rmSync(this.#temporary, { force: true, recursive: true });
      const mebibytes = (this.#length / 2 ** 20).toFixed(1);
      throw new DataError(
        'INDEX_UNWRITABLE',
        `the list of images cannot be written to ${this.path}, of which ${mebibytes} MiB are: ${(cause as Error).message}`,
        { cause },
      );
    }
  }
}

/**
 * @param job the launch that it must be of; null: of any
 * @throws DataError where it is missing, damaged or another launch's
 */
export function openImageIndex(path: string, job: string | null): ImageIndex {
  const file = openChecked(path);
  try {
    const header = readHeader(file, path);
    if (job !== null && header.job !== job)
      throw indexError(
        'INDEX_FOREIGN',
        path,
        'is of another launch: only one may use an output directory; stop the others, and launch again',
      );
    let first = 0;
    const sources = header.sources.map(({ starts, entries, beside, ...facts }): IndexedSource => {
      const [startsOf, entriesOf, text] = [starts, entries, beside].map(({ offset, bytes }) =>
        file.section(offset, bytes),
      );
      const layout = LAYOUTS[facts.kind];
      const images = layout === null ? null : new ImageList<ListLayout>(layout, facts.count, startsOf!, entriesOf!);
      const { shards, folders } = JSON.parse(text!.read(0, text!.length).toString('utf8')) as Beside;
      first += facts.count;
      return {
        ...facts,
        shards,
        folders,
        images: images as IndexedSource['images'],
        sections: { starts: startsOf!, entries: entriesOf! },
        first: first - facts.count,
      };
    });
    const { listingHash } = header;
    const listing = { count: first, listingHash, largestBatch: largestBatch(sources) };
    const { given, contentHash } = header;
    return { ...listing, given, contentHash, sources, close: () => file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
}

/**
 * Writes what an index lists once more.
 * @param job as ImageIndexWriter has it
 * @throws DataError where it cannot be written, or the index is damaged
 */
export function copyIndex(index: ImageIndex, path: string, job: string, contentHash = index.contentHash): ImageListing {
  const writer = new ImageIndexWriter(path, job);
  try {
    for (const source of index.sources) writer.copy(source, source.weight);
    return writer.finish(index.given, contentHash);
  } catch (error) {
    writer.abandon();
    throw error;
  }
}

/** Which images an index lists. @throws as `openImageIndex` */
export function readListing({ index, job }: { index: string; job: string }): ImageListing {
  const { count, listingHash, largestBatch, close } = openImageIndex(index, job);
  close();
  return { count, listingHash, largestBatch };
}

/** Whether a file begins like an index. */
export function beginsLikeIndex(start: Uint8Array): boolean {
  return Buffer.from(start.subarray(0, MAGIC.length)).toString('latin1') === MAGIC;
}

function openChecked(path: string): CheckedFile {
  try {
    return CheckedFile.open(path, (how) => damaged(path, how));
  } catch (cause) {
    const why = (cause as Error).message;
    throw indexError('INDEX_MISSING', path, `cannot be read: ${why}; every launch makes it anew`, { cause });
  }
}

function readHeader(file: CheckedFile, path: string): Header {
  const prefix = file.readRaw(0, PREFIX_BYTES);
  if (!beginsLikeIndex(prefix)) throw damaged(path, 'it begins otherwise than such a file');
  const [version, bytes, checksum] = [8, 12, 16].map((at) => prefix.readUInt32LE(at)) as [number, number, number];
  if (version !== VERSION)
    throw indexError(
      'INDEX_TORN',
      path,
      `is of version ${version}, this build reads ${VERSION}: launch with one build`,
    );
  const position = prefix.readDoubleLE(24);
  if (position + bytes > file.bytes) throw damaged(path, 'it ends early');
  if (bytes > MOST_HEADER_BYTES || !(position >= PREFIX_BYTES) || position + bytes !== file.bytes)
    throw damaged(path, `it has ${file.bytes} bytes, and its header would end at ${position + bytes}`);
  const text = file.readRaw(position, bytes);
  if (crc32(text) !== checksum) throw damaged(path, 'its header has another checksum');
  const header = JSON.parse(text.toString('utf8')) as Header;
  const { count, crc32: sumOfSums } = header.sums;
  const sums = file.readRaw(position - 4 * count, 4 * count);
  if (crc32(sums) !== sumOfSums) throw damaged(path, 'its checksums have another checksum');
  file.check(PREFIX_BYTES, position - 4 * count, new Uint32Array(sums.buffer, sums.byteOffset, count));
  return header;
}

/** One source without a weight is what its images are; of several their order and weights count, too. */
function hashOfAll(sources: readonly SourceFacts[]): string {
  const [only] = sources;
  if (sources.length === 1) return only!.hash;
  const counted = sources.map(({ kind, weight, count, hash }) => [kind, weight, count, hash]);
  return createHash('sha256').update(JSON.stringify(counted)).digest('hex');
}

/** Of sources that are mixed by weights, one may have few images for its share. */
function largestBatch(sources: readonly SourceFacts[]): number {
  const all = sources.reduce((sum, { weight, count }) => sum + (weight ?? count), 0);
  return Math.min(...sources.map(({ weight, count }) => Math.floor((count * all) / (weight ?? count))));
}

/** @throws DataError if a global batch would hold an image twice */
export function checkEnoughImages({ count, largestBatch: most }: ImageListing, globalBatch: number): void {
  if (most >= globalBatch) return;
  const of = most < count ? `, of which ${most} can be mixed by these weights without one twice` : '';
  throw new DataError(
    'TOO_FEW_IMAGES',
    `train.dataset_path holds ${count} images${of}, fewer than the global batch of ${globalBatch}; add images or lower ` +
      'train.batch_size_per_gpu or the number of workers',
  );
}

function countOf(sources: readonly SourceFacts[]): number {
  return sources.reduce((sum, { count }) => sum + count, 0);
}

function damaged(path: string, how: string): DataError {
  return indexError('INDEX_TORN', path, `is damaged: ${how}; launch again, which makes it anew`);
}

function indexError(code: DataErrorCode, path: string, what: string, options?: ErrorOptions): DataError {
  return new DataError(code, `the list of the run's images, ${path}, ${what}`, options);
}

function writeAll(file: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(file, bytes, done, Math.min(bytes.length - done, MAX_CALL_BYTES), position + done);
}
