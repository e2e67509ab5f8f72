/** Names what is given in the place of a folder of images. */
import { closeSync, existsSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { DataError } from '../data-error.js';
import { beginsLikeImage } from './image-type.js';

/**
 * @param folder as given
 * @param givenAs what the user calls it, for errors
 * @throws DataError where it is no folder
 */
export function checkFolder(folder: string, givenAs: string): void {
  if (folder.trim() === '')
    throw new DataError(
      'FOLDER_MISSING',
      `${givenAs} is empty, expected the path of a folder of images; is a shell variable in it not set?`,
    );
  if (!existsSync(folder)) {
    refuseAddress(folder, givenAs);
    refuseReleasedSyntax(folder, givenAs);
  }
  checkIsFolder(folder, givenAs);
}

function checkIsFolder(folder: string, givenAs: string): void {
  const stats = statOf(folder, givenAs);
  if (stats.isDirectory()) return;
  const what = stats.isFile() ? kindOfFile(folder) : { is: 'a socket, pipe or device', instead: 'give a folder' };
  throw new DataError(
    'FOLDER_NOT_A_FOLDER',
    `${givenAs} is ${folder}: it is not a folder but ${what.is}, expected a folder of images; ${what.instead}`,
  );
}

function statOf(folder: string, givenAs: string): Stats {
  try {
    return statSync(folder);
  } catch (error) {
    const cause = error as NodeJS.ErrnoException;
    const why =
      cause.code !== 'ENOENT'
        ? cause.message
        : folder.includes('\ufffd')
          ? 'there is no such folder; its name seems to hold bytes that are no UTF-8, which an argument cannot: give the ' +
            'folder above it, or a link to it'
          : 'there is no such folder';
    throw new DataError('FOLDER_MISSING', `${givenAs} is ${folder}: ${why}`, { cause });
  }
}

/** Made absolute, it is below a folder and has lost a slash. */
const ADDRESS = /(?:^|\/)([a-z][a-z0-9+.-]+:\/.*)$/i;

export function isAddress(path: string): boolean {
  return ADDRESS.test(path);
}

function refuseAddress(folder: string, givenAs: string): void {
  const [, address] = ADDRESS.exec(folder) ?? [];
  if (address !== undefined)
    throw new DataError(
      'DATASET_UNSUPPORTED',
      `${givenAs} is an address, ${address.replace(/:\/+/, '://')}: images are read from folders only; download or mount them, ` +
        'and give the folder',
    );
}

/** The released code names data sets as `ImageNet22k` or `ImageNet:split=TRAIN:root=...`; made absolute they are below a folder. */
function refuseReleasedSyntax(folder: string, givenAs: string): void {
  const [, name] = /(?:^|\/)(\w+(?::\w+=[^:]*)+|ImageNet(?:22k)?)$/.exec(folder) ?? [];
  if (name !== undefined)
    throw new DataError(
      'DATASET_UNSUPPORTED',
      `${givenAs} is "${name}": named data sets are not supported yet, expected the path of a folder ` +
        'of images; for ImageNet give its train folder, which is searched recursively',
    );
}

const UNPACK = 'unpack it and give the folder';
const EXTRACT = 'write its images to files and give their folder';

/** What begins with these bytes, at an offset of 0 unless given. */
const FILE_KINDS: readonly { magic: string; at?: number; is: string; instead: string }[] = [
  { magic: 'PK\x03\x04', is: 'a zip archive', instead: UNPACK },
  { magic: 'ustar', at: 257, is: 'a tar archive', instead: UNPACK },
  { magic: '\x1f\x8b', is: 'a gzip archive', instead: UNPACK },
  { magic: 'BZh', is: 'a bzip2 archive', instead: UNPACK },
  { magic: '\xfd7zXZ', is: 'an xz archive', instead: UNPACK },
  { magic: '\x28\xb5\x2f\xfd', is: 'a zstd archive', instead: UNPACK },
  { magic: '7z\xbc\xaf', is: 'a 7z archive', instead: UNPACK },
  { magic: 'Rar!', is: 'a rar archive', instead: UNPACK },
  { magic: 'PAR1', is: 'a Parquet table', instead: EXTRACT },
  { magic: 'ARROW1', is: 'an Arrow table', instead: EXTRACT },
  { magic: '\x89HDF', is: 'an HDF5 file', instead: EXTRACT },
  { magic: 'SQLite format 3', is: 'an SQLite database', instead: EXTRACT },
];

function kindOfFile(path: string): { is: string; instead: string } {
  const start = Buffer.alloc(512);
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, start, 0, start.length, 0);
    } finally {
      closeSync(file);
    }
  } catch {
    // Not ours to read: it is a file all the same.
  }
  if (beginsLikeImage(start)) return { is: 'a single image', instead: 'give the folder that it lies in' };
  const found = FILE_KINDS.find(({ magic, at = 0 }) => start.toString('latin1', at, at + magic.length) === magic);
  return found ?? { is: 'a file', instead: 'give the folder that the images lie in' };
}
