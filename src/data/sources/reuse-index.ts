import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { isS3Place } from '../../objects/s3-place.js';
import { DataError } from '../data-error.js';
import { changeSince } from './change-since.js';
import { type GivenSource, kindOfSource } from './given-source.js';
import { copyIndex, type ImageListing, openImageIndex } from './image-index.js';
import { Stores } from './s3/stores.js';

/**
 * Makes the list that an earlier launch has written that of this one, where it lists the same sources and these have not changed.
 * @param sources as they are given now
 * @param path of the list
 * @param job as ImageIndexWriter has it
 * @returns null where they are to be listed again
 */
export async function reuseIndex(
  sources: readonly GivenSource[],
  path: string,
  job: string,
  stores = new Stores(),
): Promise<ImageListing | null> {
  // What is an index itself is looked at where it lies, and what comes to a store or goes leaves no time of its folder.
  if (!existsSync(path) || sources.some(isLookedAt)) return null;
  try {
    const index = openImageIndex(path, null);
    try {
      if (!isDeepStrictEqual(index.given, sources) || (await changeSince(path, index, stores)) !== null) return null;
      return copyIndex(index, path, job);
    } finally {
      index.close();
    }
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
}

function isLookedAt({ path }: GivenSource): boolean {
  const kind = kindOfSource(path, '');
  return kind === 'index' || ((kind === 'folder' || kind === 'list') && isS3Place(path));
}
