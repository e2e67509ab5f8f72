import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { braceExpand, minimatch } from 'minimatch';
import { DataError } from '../data-error.js';
import { fileNameBytes, fileNameKey, fileNameText, systemReason } from './file-name.js';

/** Whether a path is meant as a pattern: `shards-{000..127}.tar`, `data/*.parquet`. */
export function isPattern(path: string): boolean {
  return /[*?{]/.test(path);
}

/** More are a slip: `{0..100000000}`. */
const MOST_SHARDS = 100_000;

/**
 * Files that a path means: itself, those of a range in braces in their order, and those that stand for `*` and `?` in its last part,
 * sorted by name.
 * @param givenAs what the user calls the path, for errors
 * @throws DataError where it means none, or a folder in it cannot be read
 */
export async function expandShards(path: string, givenAs: string): Promise<string[]> {
  // What is the same in all is left out: the library makes no more than so many characters.
  const [start] = /^[^{]*/.exec(path)!;
  const ends = braceExpand(path.slice(start.length), { braceExpandMax: MOST_SHARDS + 1 });
  const each = ends.map((end) => start + end);
  if (each.length > MOST_SHARDS)
    throw new DataError(
      'SHARDS_MISSING',
      `${givenAs} is ${path}: more than ${MOST_SHARDS} files are meant; mend the range in braces`,
    );
  const found = await Promise.all(each.map((one) => (/[*?]/.test(one) ? matching(one, givenAs) : [one])));
  const shards = found.flat();
  if (shards.length > 0) return shards;
  throw new DataError('SHARDS_MISSING', `${givenAs} is ${path}: no file is called so; mend the pattern`);
}

async function matching(pattern: string, givenAs: string): Promise<string[]> {
  const folder = dirname(pattern);
  if (/[*?]/.test(folder))
    throw new DataError(
      'SHARDS_MISSING',
      `${givenAs} is ${pattern}: * and ? may stand in the name of a file, not of a folder; give a list of paths, one for each folder`,
    );
  const wanted = basename(pattern);
  const names = await readdir(fileNameBytes(folder), { encoding: 'buffer' }).catch((cause: Error) => {
    throw new DataError(
      'SHARDS_MISSING',
      `${givenAs} is ${pattern}: ${folder} cannot be read: ${systemReason(cause)}`,
      {
        cause,
      },
    );
  });
  const sorted = names.map((name) => ({ name, key: fileNameKey(name.toString('latin1')) }));
  sorted.sort((a, b) => (a.key < b.key ? -1 : 1));
  return sorted
    .map(({ name }) => fileNameText(name))
    .filter((name) => minimatch(name, wanted, { nobrace: true, nocomment: true, nonegate: true }))
    .map((name) => join(folder, name));
}
