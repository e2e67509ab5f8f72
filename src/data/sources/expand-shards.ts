import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { braceExpand, minimatch } from 'minimatch';
import { isS3Place } from '../../objects/s3-place.js';
import { DataError } from '../data-error.js';
import { fileNameBytes, fileNameKey, fileNameText, systemReason } from './file-name.js';
import { Stores } from './s3/stores.js';

/** More are a slip: `{0..100000000}`. */
const MOST_SHARDS = 100_000;

/**
 * Files that a path means: itself, those of a range in braces in their order, and those that stand for `*` and `?` in its last part,
 * sorted by name.
 * @param givenAs what the user calls the path, for errors
 * @throws DataError where it means none, or a folder in it cannot be read
 */
export async function expandShards(path: string, givenAs: string, stores = new Stores()): Promise<string[]> {
  // A file may be called like a pattern.
  if (!isS3Place(path) && existsSync(fileNameBytes(path))) return [path];
  // What is the same in all is left out: the library makes no more than so many characters.
  const [start] = /^[^{]*/.exec(path)!;
  const ends = braceExpand(path.slice(start.length), { braceExpandMax: MOST_SHARDS + 1 });
  const each = ends.map((end) => start + end);
  if (each.length > MOST_SHARDS)
    throw new DataError(
      'SHARDS_MISSING',
      `${givenAs} is ${path}: more than ${MOST_SHARDS} files are meant; mend the range in braces`,
    );
  const found = await Promise.all(each.map((one) => (/[*?]/.test(one) ? matching(one, givenAs, stores) : [one])));
  const shards = found.flat();
  if (shards.length > 0) return shards;
  throw new DataError('SHARDS_MISSING', `${givenAs} is ${path}: no file is called so; mend the pattern`);
}

async function matching(pattern: string, givenAs: string, stores: Stores): Promise<string[]> {
  const folder = pattern.slice(0, pattern.lastIndexOf('/') + 1) || './';
  if (/[*?]/.test(folder))
    throw new DataError(
      'SHARDS_MISSING',
      `${givenAs} is ${pattern}: * and ? may stand in the name of a file, not of a folder; give a list of paths, one for each folder`,
    );
  const wanted = basename(pattern);
  const names = await namesIn(folder, stores).catch((cause: Error) => {
    if (cause instanceof DataError) throw cause;
    const why = `${folder} cannot be read: ${systemReason(cause)}`;
    throw new DataError('SHARDS_MISSING', `${givenAs} is ${pattern}: ${why}`, { cause });
  });
  const sorted = names.map((name) => ({ name, key: fileNameKey(name.toString('latin1')) }));
  sorted.sort((a, b) => (a.key < b.key ? -1 : 1));
  return sorted
    .map(({ name }) => fileNameText(name))
    .filter((name) => minimatch(name, wanted, { nobrace: true, nocomment: true, nonegate: true }))
    .map((name) => folder + name);
}

/** Not of what lies below other folders in it. */
async function namesIn(folder: string, stores: Stores): Promise<Buffer[]> {
  if (!isS3Place(folder)) return readdir(fileNameBytes(folder), { encoding: 'buffer' });
  const { bucket, key } = stores.at(folder);
  const prefix = key === '' ? '' : `${key}/`;
  const names = (await bucket.list(prefix)).map((object) => object.key.slice(prefix.length));
  return names.filter((name) => name !== '' && !name.includes('/')).map((name) => Buffer.from(name));
}
