import { readFile } from 'node:fs/promises';
import { configFromObject } from '../config/load.js';
import { resizeCenterCrop } from '../data/crops/center-crop.js';
import type { DataConfig } from '../data/crops/data-config.js';
import { fileNameBytes, shownFileName, systemReason } from '../data/sources/file-name.js';
import { UserError } from '../errors/user-error.js';

/**
 * Reads an image as a network is shown it: short side scaled to `size` (bicubic), the square in the middle.
 * @param path as text (`fileNameText`): its bytes need not be UTF-8
 * @returns (3, size, size), normalised; rejects with the reason where the file cannot be read
 */
export type ReadImage = (path: string, size: number) => Promise<Float32Array>;

/** @param data the `data` section of the network's configuration */
export function imageReader(data: DataConfig): ReadImage {
  return async (path, size) => (await resizeCenterCrop(await readFile(fileNameBytes(path)), size, data)).image;
}

/** An image that cannot be left out. */
export class UnreadableImageError extends UserError {
  constructor(message: string, options: ErrorOptions) {
    super('BAD_IMAGE', 1, message, options);
  }
}

/** For a picture of images: where one cannot be read, the error names the file. */
export function shownImageReader(data: DataConfig): ReadImage {
  const read = imageReader(data);
  return async (path, size) => {
    try {
      return await read(path, size);
    } catch (cause) {
      throw new UnreadableImageError(`${shownFileName(path)}: ${systemReason(cause)}`, { cause });
    }
  };
}

const released = configFromObject({}).data;
export const readImage = imageReader(released);
export const readShownImage = shownImageReader(released);
