import { Semaphore } from '../system/semaphore.js';
import { type CropsConfig, drawCrops } from './crops/crop-plan.js';
import { type DataConfig, readOptions } from './crops/data-config.js';
import { type Findings, imageAddon, isBadImage, MAX_PIXELS } from './crops/image-addon.js';
import { DataError } from './data-error.js';
import { KeyedPermutation } from './keyed-permutation.js';
import type { SampleOrder } from './sampler.js';
import { type ImageSource, UnreadableImage } from './sources/image-source.js';

/** An image that could not be read, and why. */
export interface BadImage {
  /** As shown to people. */
  path: string;
  reason: string;
}

/** A sample that was read. */
export interface ReadSample extends Findings {
  /** As shown to people. */
  path: string;
  /** The images that could not be read on the way to it. */
  bad: BadImage[];
}

/** Where a sample's crops go: (3, size, size) each. */
export interface SampleOutputs {
  globalCrops: Uint8Array[];
  localCrops: Uint8Array[];
}

/**
 * Threads of libuv that reads leave to the saves of the same process: on a slow file system all others wait for images. The
 * agent gives a worker more than libuv's own four.
 */
const SPARE_THREADS = 4;
const mostReads = Math.max(Number(process.env.UV_THREADPOOL_SIZE ?? 4) - SPARE_THREADS, 2);

/** More in a row for one position, and the folder is not one of images. */
const MOST_REPLACEMENTS = 100;

/** Reads the sample at any position of a run: its image, or in place of an unreadable one another, and its crops. */
export class SampleReader {
  private readonly reads = new Semaphore(mostReads);

  constructor(
    private readonly images: ImageSource,
    private readonly order: SampleOrder,
    private readonly crops: CropsConfig,
    private readonly data: DataConfig,
    private readonly seed: number,
  ) {}

  /**
   * Which image takes an unreadable one's place depends on seed and position alone.
   * @throws DataError if none of them could
   */
  async read(position: number, outputs: SampleOutputs): Promise<ReadSample> {
    const bad: BadImage[] = [];
    for (const index of this.candidates(position)) {
      const path = this.images.name(index);
      try {
        return { path, bad, ...(await this.crop(index, position, outputs)) };
      } catch (error) {
        if (!(error instanceof UnreadableImage) && !isBadImage(error)) throw error;
        bad.push({ path, reason: error.message });
      }
    }
    const [example] = bad;
    throw new DataError(
      'TOO_MANY_BAD_IMAGES',
      `none of ${bad.length} images can be read; for example ${example!.path}: ${example!.reason}`,
    );
  }

  private *candidates(position: number): Generator<number> {
    const { count } = this.images;
    const chosen = this.order.imageAt(position);
    yield chosen;
    const others = new KeyedPermutation(count, this.seed, 'replacement', position);
    for (let i = 0; i < Math.min(count, MOST_REPLACEMENTS); i++) if (others.at(i) !== chosen) yield others.at(i);
  }

  private async crop(index: number, position: number, outputs: SampleOutputs): Promise<Findings> {
    const file = await this.reads.run(() => this.images.read(index));
    const plan = drawCrops(this.crops, imageAddon.probe(file, MAX_PIXELS), this.seed, position);
    return imageAddon.crops(
      file,
      readOptions(this.data),
      [...plan.globalCrops, ...plan.localCrops],
      [...outputs.globalCrops, ...outputs.localCrops],
    );
  }
}
