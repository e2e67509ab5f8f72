import { createHash } from 'node:crypto';
import { type Dirent, existsSync, type Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../data-error.js';

const EXTENSIONS = ['.png', '.jpg', '.jpeg', '.webp'];

/** The images of a training run, in an order that is the same on every machine. */
export interface ImageListing {
  /** The folder, as given. */
  root: string;
  /** Paths below root, with '/', sorted by code units. */
  files: string[];
  /** SHA-256 of the relative paths and sizes, hexadecimal: equal on two machines that see the same images. */
  listingHash: string;
}

interface FoundFile {
  path: string;
  size: number;
}

/**
 * Lists the images of a folder, searched recursively. Symbolic links are followed; a folder that is reached twice is
 * listed once, and a link to nothing is left out.
 * @param givenAs what the user calls the folder, for errors
 * @throws DataError if there is no such folder or it holds no images
 */
export async function listImages(folder: string, givenAs = 'train.dataset_path'): Promise<ImageListing> {
  refuseReleasedSyntax(folder, givenAs);
  const found: FoundFile[] = [];
  const root = await statOfRoot(folder, givenAs);
  await collect(folder, '', new Set([identity(root)]), found);
  if (found.length === 0)
    throw new DataError(
      'FOLDER_EMPTY',
      `${givenAs} is ${folder}: no image in it or below it, expected files that end in ${EXTENSIONS.join(', ')}`,
    );
  found.sort((a, b) => (a.path < b.path ? -1 : 1));
  const hash = createHash('sha256');
  for (const { path, size } of found) hash.update(`${path}\0${size}\n`);
  return { root: folder, files: found.map(({ path }) => path), listingHash: hash.digest('hex') };
}

/** @throws DataError if a global batch would hold an image twice */
export function checkEnoughImages(listing: ImageListing, globalBatch: number): void {
  const count = listing.files.length;
  if (count < globalBatch)
    throw new DataError(
      'TOO_FEW_IMAGES',
      `${listing.root} holds ${count} images, fewer than the global batch of ${globalBatch}; add images or lower ` +
        'train.batch_size_per_gpu or the number of workers',
    );
}

/** The released code names data sets as `ImageNet22k` or `ImageNet:split=TRAIN:root=...`; made absolute they are below a folder. */
function refuseReleasedSyntax(folder: string, givenAs: string): void {
  const [, name] = /(?:^|\/)(\w+(?::\w+=[^:]*)+|ImageNet(?:22k)?)$/.exec(folder) ?? [];
  if (name !== undefined && !existsSync(folder))
    throw new DataError(
      'DATASET_UNSUPPORTED',
      `${givenAs} is "${name}": named data sets are not supported yet, expected the path of a folder ` +
        'of images; for ImageNet give its train folder, which is searched recursively',
    );
}

async function statOfRoot(folder: string, givenAs: string): Promise<Stats> {
  const found = await stat(folder).catch((cause: NodeJS.ErrnoException) => {
    throw new DataError(
      'FOLDER_MISSING',
      cause.code === 'ENOENT'
        ? `${givenAs} is ${folder}: there is no such folder`
        : `${givenAs} is ${folder}: ${cause.message}`,
      { cause },
    );
  });
  if (!found.isDirectory()) throw new DataError('FOLDER_NOT_A_FOLDER', `${givenAs} is ${folder}: it is not a folder`);
  return found;
}

const identity = (stats: Stats) => `${stats.dev}:${stats.ino}`;

async function collect(root: string, below: string, visited: Set<string>, found: FoundFile[]): Promise<void> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  // Which of two links to a folder is taken must not depend on the disk.
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (!mayHold(entry)) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    const stats = await stat(join(root, path)).catch(() => null);
    if (stats?.isDirectory() && !visited.has(identity(stats))) {
      visited.add(identity(stats));
      await collect(root, path, visited, found);
    } else if (stats?.isFile() && isImageName(entry.name)) {
      found.push({ path, size: stats.size });
    }
  }
}

function mayHold(entry: Dirent): boolean {
  return entry.isDirectory() || entry.isSymbolicLink() || (entry.isFile() && isImageName(entry.name));
}

function isImageName(name: string): boolean {
  const lower = name.toLowerCase();
  return EXTENSIONS.some((extension) => lower.endsWith(extension));
}
