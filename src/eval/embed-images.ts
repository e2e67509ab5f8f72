import { concatenated } from '../formats/concatenated.js';
import type { FeatureExtractor } from './feature-extractor.js';
import { checkFinite } from './features.js';
import type { ReadImage } from './read-image.js';
import { NoImagesError, readImages, type SkippedImage } from './read-images.js';

export interface EmbeddedImages {
  /** (N, D) class tokens. */
  rows: Float32Array;
  /** Files that have a row, in the order given. (N) */
  files: string[];
  /** Files that could not be read: they have no row. */
  skipped: SkippedImage[];
}

const batchSize = 64;

/**
 * Class tokens of image files.
 * @param files paths below `folder`, as text (`fileNameText`)
 * @param onDone told how many files are done, of all
 * @throws NoImagesError where none can be read; FeaturesError where features are not finite
 */
export async function embedImages(
  extractor: FeatureExtractor,
  readImage: ReadImage,
  folder: string,
  files: readonly string[],
  onDone: (count: number) => void = () => {},
): Promise<EmbeddedImages> {
  const rows: Float32Array[] = [];
  const embedded: string[] = [];
  const skipped: SkippedImage[] = [];
  for (let start = 0; start < files.length; start += batchSize) {
    const batch = files.slice(start, start + batchSize);
    const read = await readImages(readImage, folder, batch, extractor.imageSize);
    skipped.push(...read.skipped);
    if (read.images.length > 0) {
      const { clsTokens } = extractor.embed(Buffer.concat(read.images), read.images.length);
      checkFinite(clsTokens, folder, read.files);
      rows.push(clsTokens);
      embedded.push(...read.files);
    }
    onDone(start + batch.length);
  }
  if (embedded.length === 0) throw new NoImagesError(files.length, folder, skipped);
  return { rows: concatenated(rows), files: embedded, skipped };
}
