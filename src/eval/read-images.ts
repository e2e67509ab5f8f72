import { shownFileName, systemReason } from '../data/sources/file-name.js';
import { UserError } from '../errors/user-error.js';
import type { ReadImage } from './read-image.js';

export interface SkippedImage {
  file: string;
  reason: string;
}

export interface ReadImages {
  /** (3, S, S) each. */
  images: Uint8Array[];
  /** Of each image, its path below the folder. */
  files: string[];
  /** Those that could not be read. */
  skipped: SkippedImage[];
}

/** No image of a folder could be read. */
export class NoImagesError extends UserError {
  constructor(count: number, folder: string, [first]: readonly SkippedImage[]) {
    const example = first === undefined ? '' : `; the first, ${shownFileName(first.file)}: ${first.reason}`;
    super('NO_IMAGES', 1, `none of the ${count} images below ${folder} can be read${example}`);
  }
}

/** Those of some image files that can be read, at once. */
export async function readImages(
  readImage: ReadImage,
  folder: string,
  files: readonly string[],
  size: number,
): Promise<ReadImages> {
  const results = await Promise.allSettled(files.map((file) => readImage(`${folder}/${file}`, size)));
  const out: ReadImages = { images: [], files: [], skipped: [] };
  results.forEach((result, i) => {
    const file = files[i]!;
    if (result.status === 'rejected') {
      const { reason } = result;
      out.skipped.push({ file, reason: systemReason(reason) });
      return;
    }
    out.images.push(result.value);
    out.files.push(file);
  });
  return out;
}

/**
 * Evenly spread images of a folder. Where none of those can be read, the first that can.
 * @throws NoImagesError
 */
export async function readSpread(
  readImage: ReadImage,
  folder: string,
  { count, at }: { count: number; at(row: number): string },
  rows: readonly number[],
  size: number,
): Promise<ReadImages> {
  const spread = await readImages(
    readImage,
    folder,
    rows.map((row) => at(row)),
    size,
  );
  if (spread.images.length > 0) return spread;
  const { skipped } = spread;
  const tried = new Set(rows);
  for (let row = 0; row < count; row++) {
    if (tried.has(row)) continue;
    const one = await readImages(readImage, folder, [at(row)], size);
    skipped.push(...one.skipped);
    if (one.images.length > 0) return { ...one, skipped };
  }
  throw new NoImagesError(count, folder, skipped);
}
