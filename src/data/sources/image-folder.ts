import { DataError } from '../data-error.js';
import { fileNameBytes } from './file-name.js';
import { type WalkFindings, walkFolder } from './folder-walk.js';
import type { ImageList } from './image-list.js';
import { IMAGE_TYPES_SHOWN } from './image-type.js';
import { describeLeftOut, describeUnreachable } from './walk-findings.js';
import { checkFolder } from './wrong-folder.js';

/** The images of a training run, in an order that is the same on every machine. */
export interface ImageListing {
  /** The folder, as given. */
  root: string;
  /** Sorted as UTF-16 code units sort the paths. */
  images: ImageList;
  /** SHA-256 of the relative paths and sizes, hexadecimal: equal on two machines that see the same images. */
  listingHash: string;
}

export interface WalkedListing extends ImageListing {
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
): Promise<WalkedListing> {
  checkFolder(folder, givenAs);
  const { images, hash, findings } = await walkFolder(fileNameBytes(folder), onFound);
  if (images.count === 0) throw noImages(folder, givenAs, findings);
  return { root: folder, images, listingHash: hash, findings };
}

/** @throws DataError if a global batch would hold an image twice */
export function checkEnoughImages({ root, images }: ImageListing, globalBatch: number): void {
  if (images.count < globalBatch)
    throw new DataError(
      'TOO_FEW_IMAGES',
      `${root} holds ${images.count} images, fewer than the global batch of ${globalBatch}; add images or lower ` +
        'train.batch_size_per_gpu or the number of workers',
    );
}

const PACKED = [
  '.tar',
  '.zip',
  '.gz',
  '.tgz',
  '.parquet',
  '.arrow',
  '.tfrecord',
  '.h5',
  '.hdf5',
  '.mdb',
  '.npy',
  '.npz',
];

function noImages(folder: string, givenAs: string, findings: WalkFindings): DataError {
  const unreachable = describeUnreachable(findings);
  const leftOut = describeLeftOut(findings);
  const packed = PACKED.filter((ending) => findings.leftOut.has(ending));
  const sentences = [
    `no image in it or below it, expected ${IMAGE_TYPES_SHOWN} files`,
    ...(leftOut === null ? [] : [`it holds ${leftOut}`]),
    ...(packed.length === 0 ? [] : [`${packed.join(' and ')} files are not looked into: unpack them to image files`]),
    ...(unreachable === null ? [] : [`cannot be reached: ${unreachable}`]),
  ];
  const code = unreachable === null ? 'FOLDER_EMPTY' : 'FOLDER_UNREACHABLE';
  return new DataError(code, `${givenAs} is ${folder}: ${sentences.join('; ')}`);
}
