import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isS3Place } from '../../objects/s3-place.js';
import { fileNameBytes, fileNameText, shownFileName, systemReason } from './file-name.js';
import type { ImageIndex, IndexedSource } from './image-index.js';
import type { ImageList } from './image-list.js';
import { filePath, shardsAt } from './open-sources.js';
import { Stores } from './s3/stores.js';

/** Spread over the list, and few enough for a slow disk. */
const SAMPLE = 48;

/**
 * Whether the images of an index are on this machine, too: looks at presence and size of some of their files, or of the archives and
 * tables that they are in.
 * @param locations of each source; empty where they are where the index says
 * @returns what differs; null where all that were looked at are the same
 * @throws DataError where there are not as many locations as sources, or files in one
 */
export async function differenceInSample(
  { count, sources }: ImageIndex,
  locations: readonly string[] = [],
  stores = new Stores(),
): Promise<string | null> {
  const sample = Math.min(SAMPLE, count);
  // The first and the last among them.
  const numbers = Array.from({ length: sample }, (_, i) => Math.round((i * (count - 1)) / Math.max(1, sample - 1)));
  const wanted = new Map<string, WantedFile>();
  for (const [i, source] of sources.entries()) {
    const own = numbers.filter((number) => number >= source.first && number < source.first + source.count);
    for (const file of await filesOf(source, locations[i] ?? source.location, own, stores)) wanted.set(file.key, file);
  }
  const differences = (await Promise.all([...wanted.values()].map((file) => differenceOf(file, stores)))).flatMap(
    (found) => found ?? [],
  );
  const [first, ...others] = differences;
  if (first === undefined) return null;
  return others.length === 0
    ? first
    : `${first}, and ${others.length} more of ${wanted.size} files that were looked at differ`;
}

interface WantedFile {
  key: string;
  /** Text: in a store. */
  path: Buffer | string;
  /** For people. */
  name: string;
  size: number;
}

/** The files that images are in. */
async function filesOf(
  source: IndexedSource,
  location: string,
  numbers: readonly number[],
  stores: Stores,
): Promise<WantedFile[]> {
  if (source.shards.length === 0) {
    const images = source.images as ImageList;
    const root = source.kind === 'list' ? dirname(location) : location;
    return numbers.map((number) => {
      const { path, size } = images.at(number - source.first);
      const object = isS3Place(root) ? `${root.replace(/\/$/, '')}/${fileNameText(path)}` : null;
      return {
        key: `${source.first}:${number}`,
        path: object ?? filePath(root, path),
        name: shownFileName(fileNameText(path)),
        size,
      };
    });
  }
  const shards = await shardsAt(source, location, stores);
  const ends: number[] = [];
  for (const { images } of shards) ends.push((ends.at(-1) ?? source.first) + images);
  return numbers.map((number) => {
    const { path, bytes } = shards[ends.findIndex((end) => number < end)]!;
    return { key: path, path: isS3Place(path) ? path : fileNameBytes(path), name: shownFileName(path), size: bytes };
  });
}

async function differenceOf({ path, name, size }: WantedFile, stores: Stores): Promise<string | null> {
  if (typeof path === 'string') return differenceOfObject({ path, name, size }, stores);
  try {
    const found = await stat(path);
    return found.size === size ? null : `${name} has ${found.size} bytes there, ${size} in the list`;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return isMissing ? `${name} is not there` : `${name} cannot be reached there: ${systemReason(error)}`;
  }
}

async function differenceOfObject(
  { path, name, size }: { path: string; name: string; size: number },
  stores: Stores,
): Promise<string | null> {
  const { bucket, key } = stores.at(path);
  const bytes = await bucket.bytesOf(key);
  if (bytes === null) return `${name} is not there`;
  return bytes === size ? null : `${name} has ${bytes} bytes there, ${size} in the list`;
}
