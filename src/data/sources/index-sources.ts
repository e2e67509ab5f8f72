import { createHash } from 'node:crypto';
import { appendFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { isS3Place } from '../../objects/s3-place.js';
import { DataError } from '../data-error.js';
import { changeSince } from './change-since.js';
import { expandShards } from './expand-shards.js';
import { fileNameBytes, fileNameText, shownFileName, systemReason } from './file-name.js';
import type { WalkFindings } from './folder-walk.js';
import { type GivenSource, kindOfSource } from './given-source.js';
import { searchFolder } from './image-folder.js';
import {
  type ImageIndex,
  ImageIndexWriter,
  type ImageListing,
  type IndexedSource,
  openImageIndex,
} from './image-index.js';
import type { ImageListWriter, ListedMember } from './image-list.js';
import type { Shard } from './image-source.js';
import { listObjects } from './s3/list-objects.js';
import { Stores } from './s3/stores.js';
import { type IndexedShard, indexShard } from './tar/index-shard.js';
import type { KeptShards } from './tar/kept-shards.js';

/** What was come upon beside images. */
export type SourceFindings =
  | { kind: 'folder'; path: string; images: number; findings: WalkFindings }
  | {
      /** Of a list, or that hold many each. */
      kind: 'files';
      path: string;
      images: number;
      shards: number;
      /** Folders, links and devices in archives. */
      others: number;
      damaged: DamagedFile[];
    };

/** A file of a source that cannot be read, or not to its end. */
export interface DamagedFile {
  /** As people read it. */
  path: string;
  reason: string;
}

export interface IndexingOptions {
  /** What the user calls the sources, for errors. */
  givenAs: string;
  /** Told how many images there are so far, now and then. */
  onFound(images: number): void;
  /** Where sources in object stores are read; without a word where left away. */
  stores?: Stores;
  /** Told where the list in an index fits its sources no more: they are listed again. */
  onStale?(path: string, change: string): void;
  /** A folder for what is found out of archives, which a listing that was killed goes on from; nothing is kept where left away. */
  kept?: KeptShards;
}

/**
 * Lists the images of sources, and writes the list to a file.
 * @param job as ImageIndexWriter has it
 * @returns with what there was beside images, of each source
 * @throws DataError where one is not there or has no images, or the list cannot be written
 */
export async function indexSources(
  sources: readonly GivenSource[],
  path: string,
  job: string,
  options: IndexingOptions,
): Promise<{ listing: ImageListing; findings: SourceFindings[] }> {
  const writer = new ImageIndexWriter(path, job);
  try {
    const findings: SourceFindings[] = [];
    for (const source of sources) findings.push(...(await new Indexing(writer, options).add(source)));
    return { listing: writer.finish(sources), findings };
  } catch (error) {
    writer.abandon();
    throw error;
  }
}

class Indexing {
  private readonly stores: Stores;

  constructor(
    private readonly writer: ImageIndexWriter,
    private readonly options: IndexingOptions,
  ) {
    this.stores = options.stores ?? new Stores();
  }

  async add(source: GivenSource): Promise<SourceFindings[]> {
    switch (kindOfSource(source.path, this.options.givenAs)) {
      case 'folder':
        return [await this.#folder(source)];
      case 'list':
        return [await this.#list(source)];
      case 'tar':
        return [await this.#tar(source)];
      case 'parquet':
        return [await this.#tables(source)];
      case 'index':
        return this.#index(source);
    }
  }

  async #folder({ path, weight }: GivenSource): Promise<SourceFindings> {
    const { givenAs, onFound } = this.options;
    const list = this.writer.begin('files');
    if (isS3Place(path)) return this.#objects({ path, weight }, list);
    const { findings, folders } = await searchFolder(path, givenAs, list, onFound);
    const isWhole = findings.unreachable.size === 0 && findings.unreachableFolders.length === 0;
    this.writer.end({ kind: 'folder', location: path, weight, isWhole }, list, { folders });
    return { kind: 'folder', path, images: list.count, findings };
  }

  async #objects({ path, weight }: GivenSource, list: ImageListWriter): Promise<SourceFindings> {
    const findings = await listObjects(path, list, this.stores);
    if (list.count === 0) throw this.#nothingIn(path, []);
    this.options.onFound(list.count);
    this.writer.end({ kind: 'folder', location: path, weight, isWhole: true }, list);
    return { kind: 'folder', path, images: list.count, findings };
  }

  /** Paths in a list are absolute, or begin where the list lies. */
  async #list({ path, weight }: GivenSource): Promise<SourceFindings> {
    const list = this.writer.begin('files');
    const damaged: DamagedFile[] = [];
    const changed = String(statSync(fileNameBytes(path), { bigint: true, throwIfNoEntry: false })?.mtimeNs);
    const lines = [...linesOf(await this.#readList(path))];
    for (let at = 0; at < lines.length; at += LOOKS) {
      const some = lines.slice(at, at + LOOKS);
      const looks = await Promise.all(some.map((line) => this.#lookAt(path, line).catch((error: Error) => error)));
      for (const [i, found] of looks.entries()) {
        if (found instanceof DataError) throw found;
        if (!(found instanceof Error)) list.add({ path: some[i]!, ...found });
        else damaged.push({ path: shownFileName(fileNameText(some[i]!)), reason: systemReason(found) });
      }
      this.options.onFound(list.count);
    }
    if (list.count === 0) throw this.#nothingIn(path, damaged);
    const facts = { kind: 'list', location: path, weight, isWhole: damaged.length === 0 } as const;
    this.writer.end(facts, list, { folders: isS3Place(path) ? [] : [{ path, changed }] });
    return { kind: 'files', path, images: list.count, shards: list.count + damaged.length, others: 0, damaged };
  }

  /** At a file of a list. @throws Error where it is none */
  async #lookAt(list: string, line: Buffer): Promise<{ size: number; time: number }> {
    const file = fileNameText(line);
    if (isS3Place(list)) {
      const facts = await this.#factsOf(`${dirname(list)}/${file}`);
      if (facts === null) throw new Error('there is no such object');
      return { size: facts.bytes, time: facts.time };
    }
    const found = await stat(fileNameBytes(isAbsolute(file) ? file : join(dirname(list), file)));
    if (!found.isFile()) throw new Error('it is no file');
    return { size: found.size, time: Math.floor(found.mtimeMs / 1000) };
  }

  async #tar({ path, weight }: GivenSource): Promise<SourceFindings> {
    const list = this.writer.begin('members');
    const damaged: DamagedFile[] = [];
    const shards: Shard[] = [];
    for (const [number, name] of (await expandShards(path, this.options.givenAs, this.stores)).entries()) {
      const scope = Buffer.concat([fileNameBytes(basename(name)), SLASH]);
      const { shard, damage } = await this.#shard(name, number, (image) => {
        list.add(image, scope);
        this.options.onFound(list.count);
      });
      shards.push(shard);
      if (damage !== null) damaged.push({ path: shownFileName(name), reason: damage });
    }
    if (list.count === 0) throw this.#nothingIn(path, damaged);
    this.writer.end({ kind: 'tar', location: path, weight, isWhole: damaged.length === 0 }, list, { shards });
    const others = shards.reduce((sum, shard) => sum + shard.others, 0);
    return { kind: 'files', path, images: list.count, shards: shards.length, others, damaged };
  }

  /** Rows are counted by the footers of tables; what tells them from others is each file's name, size and rows. */
  async #tables({ path, weight }: GivenSource): Promise<SourceFindings> {
    const damaged: DamagedFile[] = [];
    const shards: Shard[] = [];
    const hash = createHash('sha256');
    const { indexTable } = await import('./parquet/index-table.js');
    let count = 0;
    for (const name of await expandShards(path, this.options.givenAs, this.stores)) {
      const { shard, damage } = await indexTable(name, this.stores);
      shards.push(shard);
      count += shard.images;
      hash.update(`${basename(name)}\0${shard.bytes}\0${shard.images}\n`);
      this.options.onFound(count);
      if (damage !== null) damaged.push({ path: shownFileName(name), reason: damage });
    }
    if (count === 0) throw this.#nothingIn(path, damaged);
    const facts = { kind: 'parquet', location: path, weight, isWhole: damaged.length === 0 } as const;
    this.writer.end(facts, { count, hash: hash.digest('hex') }, { shards });
    return { kind: 'files', path, images: count, shards: shards.length, others: 0, damaged };
  }

  async #shard(path: string, number: number, add: (image: ListedMember) => void): Promise<IndexedShard> {
    const { kept } = this.options;
    const facts = kept === undefined ? null : await this.#factsOf(path);
    const shard = facts === null ? null : (kept?.take(path, facts, number, add) ?? null);
    if (shard !== null) return { shard, damage: null };
    const images: ListedMember[] = [];
    const found = await indexShard(
      path,
      number,
      (image) => {
        add(image);
        if (kept !== undefined) images.push(image);
      },
      this.stores,
    );
    if (found.damage === null) kept?.keep(found.shard, images);
    return found;
  }

  /** null where it is not there. */
  async #factsOf(path: string): Promise<{ bytes: number; time: number } | null> {
    if (isS3Place(path)) {
      const { bucket, key } = this.stores.at(path);
      return bucket.factsOf(key);
    }
    const stats = statSync(fileNameBytes(path), { throwIfNoEntry: false });
    return stats === undefined ? null : { bytes: stats.size, time: Math.floor(stats.mtimeMs / 1000) };
  }

  /** What it lists, as it does. */
  async #index({ path, weight }: GivenSource): Promise<SourceFindings[]> {
    const fetched = isS3Place(path) ? await this.#fetched(path) : null;
    const index = openImageIndex(fetched ?? path, null);
    try {
      const change = await changeSince(fetched ?? path, index, this.stores);
      if (change !== null) {
        this.options.onStale?.(path, change);
        return await this.#again(index, weight);
      }
      for (const { source, own } of sharedOut(index, weight)) this.writer.copy(source, own);
    } finally {
      index.close();
      if (fetched !== null) rmSync(fetched);
    }
    this.options.onFound(index.count);
    return [];
  }

  /** An index of a store, as a file beside the one that is written. */
  async #fetched(path: string): Promise<string> {
    const here = `${this.writer.path}.fetched`;
    const { bucket, key } = this.stores.at(path);
    const facts = await bucket.factsOf(key);
    if (facts === null)
      throw new DataError('SHARDS_MISSING', `${this.options.givenAs} is ${path}: there is no such object`);
    writeFileSync(here, '');
    for (let at = 0; at < facts.bytes; at += FETCHED_BYTES) {
      const range = await bucket.getRange(key, at, Math.min(facts.bytes, at + FETCHED_BYTES));
      appendFileSync(here, range?.bytes ?? '');
    }
    return here;
  }

  async #again(index: ImageIndex, weight: number | null): Promise<SourceFindings[]> {
    const findings: SourceFindings[] = [];
    for (const { source, own } of sharedOut(index, weight))
      findings.push(...(await this.add({ path: source.location, weight: own })));
    return findings;
  }

  async #readList(path: string): Promise<Buffer> {
    if (isS3Place(path)) {
      const { bucket, key } = this.stores.at(path);
      const object = await bucket.get(key);
      if (object !== null) return Buffer.from(object.body);
      throw new DataError('SHARDS_MISSING', `${this.options.givenAs} is ${path}: there is no such object`);
    }
    try {
      return await readFile(fileNameBytes(path));
    } catch (cause) {
      throw new DataError('SHARDS_MISSING', `${this.options.givenAs} is ${path}: ${systemReason(cause)}`, { cause });
    }
  }

  #nothingIn(path: string, damaged: readonly DamagedFile[]): DataError {
    const [first] = damaged;
    const why = first === undefined ? 'it holds no image' : `${first.path}: ${first.reason}`;
    const others = damaged.length > 1 ? `, and ${damaged.length - 1} more are as bad` : '';
    return new DataError(
      'SHARDS_UNREADABLE',
      `${this.options.givenAs} is ${path}: no image can be read; ${why}${others}`,
    );
  }
}

/** A weight of the whole is shared out as its sources' own, or by their images. */
function sharedOut({ sources }: ImageIndex, weight: number | null): { source: IndexedSource; own: number | null }[] {
  const all = sources.reduce((sum, one) => sum + (one.weight ?? one.count), 0);
  return sources.map((source) => {
    const share = (source.weight ?? source.count) / all;
    return { source, own: weight === null ? source.weight : weight * share };
  });
}

/** Files of a list that are looked at at once. */
const LOOKS = 64;
/** Of an index, at a time. */
const FETCHED_BYTES = 2 ** 23;
const SLASH = Buffer.from('/');
const NEWLINE = 10;

/** Without those that are empty; a carriage return before the end of one is none of it. */
function* linesOf(text: Buffer): Generator<Buffer> {
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf(NEWLINE, at);
    const end = newline < 0 ? text.length : newline;
    const line = text.subarray(at, text[end - 1] === 13 ? end - 1 : end);
    if (line.length > 0) yield Buffer.from(line);
    at = end + 1;
  }
}
