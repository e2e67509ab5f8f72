import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isS3Place } from '../../objects/s3-place.js';
import { readWholeFile } from '../../system/read-file.js';
import { DataError } from '../data-error.js';
import { expandShards } from './expand-shards.js';
import { fileNameBytes, fileNameText, pathBelow, shownFileName, systemReason } from './file-name.js';
import type { ImageIndex, IndexedSource } from './image-index.js';
import type { ImageList } from './image-list.js';
import { type ImageSource, type Shard, TABLE_WINDOW_BYTES, UnreadableImage } from './image-source.js';
import { remoteFiles, remoteMembers } from './s3/remote-images.js';
import { Stores } from './s3/stores.js';

/**
 * All images of an index, one source behind the other.
 * @param locations where this machine has each source, in their order; as the index says where there are none
 * @throws DataError where there are not as many locations as sources, or fewer files in one
 */
export async function openSources(
  index: ImageIndex,
  locations: readonly string[] = [],
  stores = new Stores(),
): Promise<ImageSource> {
  const { sources } = index;
  if (locations.length > 0 && locations.length !== sources.length)
    throw new DataError(
      'SHARDS_MISSING',
      `${locations.length} places of images are given for the ${sources.length} of this run; give each once, in their order`,
    );
  const opened = await Promise.all(
    sources.map((source, i) => openSource(source, locations[i] ?? source.location, stores)),
  );
  const at = (index: number) => {
    let number = 0;
    while (index >= sources[number]!.first + sources[number]!.count) number++;
    return { source: opened[number]!, index: index - sources[number]!.first };
  };
  return {
    count: index.count,
    isRemote: opened.some((source) => source.isRemote),
    name: (number) => {
      const { source, index } = at(number);
      return source.name(index);
    },
    read: (number) => {
      const { source, index } = at(number);
      return source.read(index);
    },
  };
}

async function openSource(source: IndexedSource, location: string, stores: Stores): Promise<ImageSource> {
  switch (source.kind) {
    case 'folder':
      if (isS3Place(location)) return remoteFiles(source.images as ImageList, location, stores);
      return imageFiles(source.images as ImageList, location);
    case 'list':
      if (isS3Place(location)) return remoteFiles(source.images as ImageList, dirname(location), stores);
      return imageFiles(source.images as ImageList, dirname(location));
    case 'tar': {
      const [images, shards] = [source.images as ImageList<'members'>, await shardsAt(source, location, stores)];
      return isS3Place(location) ? remoteMembers(images, shards, stores) : new ArchivedImages(images, shards);
    }
    case 'parquet': {
      const { TableImages } = await import('./parquet/table-images.js');
      return new TableImages(await shardsAt(source, location, stores), TABLE_ROOM, stores);
    }
  }
}

/** Bytes of tables that a rank keeps in memory: twice the window that its order shuffles, which may begin within a group of rows. */
const TABLE_ROOM = 2 * TABLE_WINDOW_BYTES;

/** Files of this machine, below a folder or where they say. */
export function imageFiles(images: ImageList, root: string): ImageSource {
  const pathOf = (index: number) => filePath(root, images.at(index).path);
  return {
    count: images.count,
    name: (index) => shownFileName(fileNameText(pathOf(index))),
    read: (index) =>
      readWholeFile(pathOf(index)).catch((cause: Error) => {
        throw new UnreadableImage(systemReason(cause), { cause });
      }),
  };
}

const SLASH = 47;

/** Of a file as a list names it. */
export function filePath(root: string, path: Buffer): Buffer {
  return path[0] === SLASH ? path : pathBelow(root, path);
}

/**
 * The archives or tables of a source, where a machine has them.
 * @throws DataError where it has more or fewer
 */
export async function shardsAt(
  { location, shards }: IndexedSource,
  here: string,
  stores: Stores,
): Promise<readonly Shard[]> {
  if (here === location) return shards;
  const paths = await expandShards(here, 'the place of the images', stores);
  if (paths.length !== shards.length)
    throw new DataError(
      'SHARDS_MISSING',
      `${here} means ${paths.length} files, and the run has ${shards.length} in ${location}; give the same ones`,
    );
  return shards.map((shard, i) => ({ ...shard, path: paths[i]! }));
}

/** Archives that are open at once. */
const MOST_OPEN = 256;

/** Members of tar archives. */
class ArchivedImages implements ImageSource {
  /** Those that were read last are at the end. */
  readonly #open = new Map<number, Promise<FileHandle>>();

  constructor(
    private readonly images: ImageList<'members'>,
    private readonly shards: readonly Shard[],
  ) {}

  get count(): number {
    return this.images.count;
  }

  name(index: number): string {
    const { shard, path } = this.images.at(index);
    return shownFileName(`${this.shards[shard]!.path}/${fileNameText(path)}`);
  }

  async read(index: number): Promise<Uint8Array> {
    const { shard, offset, size } = this.images.at(index);
    try {
      const file = await this.#file(shard);
      const bytes = Buffer.allocUnsafe(size);
      const { bytesRead } = await file.read(bytes, 0, size, offset);
      if (bytesRead < size) throw new Error(`${this.shards[shard]!.path} ends at byte ${offset + bytesRead}`);
      return bytes;
    } catch (cause) {
      throw new UnreadableImage(systemReason(cause), { cause });
    }
  }

  #file(shard: number): Promise<FileHandle> {
    const file = this.#open.get(shard) ?? this.#openShard(shard);
    this.#open.delete(shard);
    this.#open.set(shard, file);
    return file;
  }

  #openShard(shard: number): Promise<FileHandle> {
    const { path, bytes } = this.shards[shard]!;
    const file = open(fileNameBytes(path), 'r').then(async (handle) => {
      // Its time is no other machine's, whose copy of the archive it may be.
      const { size } = await handle.stat();
      if (size === bytes) return handle;
      await handle.close();
      throw new Error(
        `${path} has changed since it was listed: it had ${bytes} bytes, now ${size}; launch again to have it listed anew`,
      );
    });
    // It may be there again later.
    file.catch(() => this.#open.delete(shard));
    const [oldest] = this.#open.keys();
    if (this.#open.size >= MOST_OPEN) this.#close(oldest!);
    return file;
  }

  /** Reads that have begun end before. */
  #close(shard: number): void {
    const file = this.#open.get(shard)!;
    this.#open.delete(shard);
    file.then((handle) => handle.close()).catch(() => {});
  }
}
