import { join } from 'node:path';
import { DataError } from '../data-error.js';
import { fileNameBytes } from './file-name.js';
import { type FileList, type Walked, type WalkFindings, walkFolder } from './folder-walk.js';
import { type ImageList, ImageListBuilder } from './image-list.js';
import { IMAGE_TYPES_SHOWN } from './image-type.js';
import { describeLeftOut, describeUnreachable } from './walk-findings.js';
import { checkFolder } from './wrong-folder.js';

/** The images of a folder, in an order that is the same on every machine. */
export interface FolderListing {
  /** The folder, as given. */
  root: string;
  /** Sorted as UTF-16 code units sort the paths. */
  images: ImageList;
  /** SHA-256 of the relative paths and sizes, hexadecimal: equal on two machines that see the same images. */
  listingHash: string;
  findings: WalkFindings;
}

/**
 * Lists the images of a folder, searched recursively. Symbolic links are followed; a folder that is reached twice is listed once.
 * What may be an image and cannot be reached is no error yet: see `checkReachable`.
 * @param givenAs what the user calls the folder, for errors
 * @param onFound told how many images there are so far, now and then
 * @throws DataError if there is no such folder or it holds no images
 */
export async function listImages(
  folder: string,
  givenAs = 'train.dataset_path',
  onFound: (images: number) => void = () => {},
): Promise<FolderListing> {
  const builder = new ImageListBuilder();
  const { findings } = await searchFolder(folder, givenAs, builder, onFound);
  const { list, hash } = builder.finish();
  return { root: folder, images: list, listingHash: hash, findings };
}

/**
 * As `listImages`, into a list.
 * @returns what the search came upon beside images, and which folders it has read
 */
export async function searchFolder(
  folder: string,
  givenAs: string,
  list: FileList & { readonly count: number },
  onFound: (images: number) => void,
): Promise<Walked> {
  checkFolder(folder, givenAs);
  const walked = await walkFolder(fileNameBytes(folder), list, onFound);
  if (list.count === 0) throw noImages(folder, givenAs, walked.findings);
  return walked;
}

/** Files of images, by their ending, that are sources by themselves. */
const SHARDS = ['.tar', '.parquet'];
const PACKED = ['.zip', '.gz', '.tgz', '.arrow', '.tfrecord', '.h5', '.hdf5', '.mdb', '.npy', '.npz'];

function noImages(folder: string, givenAs: string, findings: WalkFindings): DataError {
  const unreachable = describeUnreachable(findings);
  const leftOut = describeLeftOut(findings);
  const [shards, packed] = [SHARDS, PACKED].map((all) => all.filter((ending) => findings.leftOut.has(ending))) as [
    string[],
    string[],
  ];
  const sentences = [
    `no image in it or below it, expected ${IMAGE_TYPES_SHOWN} files`,
    ...(leftOut === null ? [] : [`it holds ${leftOut}`]),
    ...(packed.length === 0 ? [] : [`${packed.join(' and ')} files are not looked into: unpack them to image files`]),
    ...shards.map((ending) => `${ending} files are read where they are given as such: ${join(folder, `*${ending}`)}`),
    ...(unreachable === null ? [] : [`cannot be reached: ${unreachable}`]),
  ];
  const code = unreachable === null ? 'FOLDER_EMPTY' : 'FOLDER_UNREACHABLE';
  return new DataError(code, `${givenAs} is ${folder}: ${sentences.join('; ')}`);
}
