import { shownFileName, systemReason } from '../data/sources/file-name.js';
import { UserError } from '../errors/user-error.js';
import type { FeatureExtractor } from './feature-extractor.js';
import { concatenated } from './features.js';
import type { ReadImage } from './read-image.js';

export interface SkippedImage {
  file: string;
  reason: string;
}

/** No image of a folder could be read. */
export class NoImagesError extends UserError {
  constructor(message: string) {
    super('NO_IMAGES', 1, message);
  }
}

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
 * @throws NoImagesError where none can be read
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
    const results = await Promise.allSettled(batch.map((file) => readImage(`${folder}/${file}`, extractor.imageSize)));
    const images: Float32Array[] = [];
    results.forEach((result, i) => {
      if (result.status === 'rejected') {
        skipped.push({ file: batch[i]!, reason: reasonOf(result.reason) });
        return;
      }
      images.push(result.value);
      embedded.push(batch[i]!);
    });
    if (images.length > 0) rows.push(extractor.embed(concatenated(images), images.length).clsTokens);
    onDone(start + batch.length);
  }
  if (embedded.length === 0) {
    const first = skipped[0] ? `; the first, ${shownFileName(skipped[0].file)}: ${skipped[0].reason}` : '';
    throw new NoImagesError(`none of the ${files.length} images below ${folder} can be read${first}`);
  }
  return { rows: concatenated(rows), files: embedded, skipped };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? systemReason(error) : String(error);
}
