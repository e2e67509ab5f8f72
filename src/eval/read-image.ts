import { readFile } from 'node:fs/promises';
import { UserError } from '../errors/user-error.js';

/**
 * Reads an image as a network is shown it: short side scaled to `size` (bicubic), the square in the middle.
 * @returns (3, size, size), normalised; rejects with the reason where the file cannot be read
 */
export type ReadImage = (path: string, size: number) => Promise<Float32Array>;

export const readImage: ReadImage = async (path, size) => {
  // Loaded on first use: commands must run, doctor above all, where the addon behind it does not load.
  const { resizeCenterCrop } = await import('../data/crops/center-crop.js');
  return resizeCenterCrop(await readFile(path), size);
};

/** An image that cannot be left out. */
export class UnreadableImageError extends UserError {
  constructor(message: string, options: ErrorOptions) {
    super('BAD_IMAGE', 1, message, options);
  }
}

/** For a picture of images: where one cannot be read, the error names the file. */
export const readShownImage: ReadImage = async (path, size) => {
  try {
    return await readImage(path, size);
  } catch (cause) {
    throw new UnreadableImageError(`${path}: ${(cause as Error).message}`, { cause });
  }
};
