import { readFile } from 'node:fs/promises';
import { defaultData } from '../config/data-section.js';
import { resizeCenterCrop } from '../data/crops/center-crop.js';
import type { DataConfig } from '../data/crops/data-config.js';
import { type Findings, imageAddon } from '../data/crops/image-addon.js';
import { RangeWatch } from '../data/range-watch.js';
import { fileNameBytes, shownFileName, systemReason } from '../data/sources/file-name.js';
import { UserError } from '../errors/user-error.js';
import { usableCores } from '../system/cores.js';

/**
 * Reads an image as a network is shown it: short side scaled to `size` (bicubic), the square in the middle.
 * @param path as text (`fileNameText`): its bytes need not be UTF-8
 * @returns (3, size, size); rejects with the reason where the file cannot be read
 */
export type ReadImage = (path: string, size: number) => Promise<Uint8Array>;

/** What is to be said of images that were read. */
export class ImageNotes {
  /** Those that are damaged and were read as far as they go. */
  readonly damaged: { file: string; reason: string }[] = [];
  private readonly range: RangeWatch;

  constructor({ range }: DataConfig) {
    this.range = new RangeWatch(range);
  }

  /** @param path as ReadImage takes it */
  add(path: string, { damage, highest }: Findings): void {
    if (damage !== null) this.damaged.push({ file: path, reason: damage });
    if (highest !== null) this.range.add([highest]);
  }

  /** Once all are read. */
  lines(): string[] {
    const warning = this.range.warning(1);
    const ofDamaged = this.damaged.map(
      ({ file, reason }) => `damaged, read as far as it goes: ${shownFileName(file)}: ${reason}`,
    );
    return [...ofDamaged, ...(warning === null ? [] : [warning])];
  }
}

/**
 * Reads as many images at once as there are cores.
 * @param data the `data` section of the network's configuration
 */
export function imageReader(data: DataConfig, notes: ImageNotes): ReadImage {
  imageAddon.setThreads(usableCores().usable);
  return async (path, size) => {
    const { image, ...findings } = await resizeCenterCrop(await readFile(fileNameBytes(path)), size, data);
    notes.add(path, findings);
    return image;
  };
}

/** An image that cannot be left out. */
export class UnreadableImageError extends UserError {
  constructor(message: string, options: ErrorOptions) {
    super('BAD_IMAGE', 1, message, options);
  }
}

/** For pictures of images that no network is shown. */
export const shownData: DataConfig = { ...defaultData, lenient: true };

/** For a picture of images: where one cannot be read, the error names the file. */
export function shownImageReader(data: DataConfig): ReadImage {
  const read = imageReader(data, new ImageNotes(data));
  return async (path, size) => {
    try {
      return await read(path, size);
    } catch (cause) {
      throw new UnreadableImageError(`${shownFileName(path)}: ${systemReason(cause)}`, { cause });
    }
  };
}
