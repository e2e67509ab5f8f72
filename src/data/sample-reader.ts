import { nowNs } from '../system/monotonic-clock.js';
import { Semaphore } from '../system/semaphore.js';
import type { BatchTimes } from './batch-times.js';
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

/** How else a sample is read. */
export interface ReadOptions {
  ahead: Promise<Uint8Array> | null;
  times: BatchTimes | null;
}

const NOTHING_MORE: ReadOptions = { ahead: null, times: null };

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

/** Requests to object stores at once: each is an answer that is waited for. */
const MOST_REMOTE_READS = 48;

/** More in a row for one position, and the folder is not one of images. */
const MOST_REPLACEMENTS = 100;

/** Reads the sample at any position of a run: its image, or in place of an unreadable one another, and its crops. */
export class SampleReader {
  private readonly reads: Semaphore;

  constructor(
    private readonly images: ImageSource,
    private readonly order: SampleOrder,
    private readonly crops: CropsConfig,
    private readonly data: DataConfig,
    private readonly seed: number,
  ) {
    this.reads = new Semaphore(images.isRemote ? MOST_REMOTE_READS : mostReads);
  }

  /** Whether images are to be asked for long before they are cropped. */
  get readsAhead(): boolean {
    return this.images.isRemote ?? false;
  }

  /** Begins to read the image of a position, for `read`. */
  ahead(position: number, times: BatchTimes | null): Promise<Uint8Array> {
    const file = this.file(this.order.imageAt(position), times);
    // Whether it could be read is heard when its turn comes.
    file.catch(() => {});
    return file;
  }

  /**
   * Which image takes an unreadable one's place depends on seed and position alone.
   * @param ahead the image of the position, where it was begun to be read
   * @param times where it is kept when this was done
   * @throws DataError if none of them could
   */
  async read(
    position: number,
    outputs: SampleOutputs,
    { ahead, times }: ReadOptions = NOTHING_MORE,
  ): Promise<ReadSample> {
    const bad: BadImage[] = [];
    for (const index of this.candidates(position)) {
      const path = this.images.name(index);
      try {
        const file = await (bad.length === 0 && ahead !== null ? ahead : this.file(index, times));
        return { path, bad, ...(await this.crop({ file, path }, position, outputs, times)) };
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

  private file(index: number, times: BatchTimes | null): Promise<Uint8Array> {
    return this.reads.run(async () => {
      const startNs = nowNs();
      const file = await this.images.read(index);
      times?.add('read', { startNs, endNs: nowNs() }, this.images.name(index), file.length);
      return file;
    });
  }

  private async crop(
    { file, path }: { file: Uint8Array; path: string },
    position: number,
    outputs: SampleOutputs,
    times: BatchTimes | null,
  ): Promise<Findings> {
    const plan = drawCrops(this.crops, imageAddon.probe(file, MAX_PIXELS), this.seed, position);
    const { beganNs, decodedNs, endedNs, ...findings } = await imageAddon.crops(
      file,
      readOptions(this.data),
      [...plan.globalCrops, ...plan.localCrops],
      [...outputs.globalCrops, ...outputs.localCrops],
    );
    times?.add('decode', { startNs: beganNs, endNs: decodedNs }, path, file.length);
    times?.add('crop', { startNs: decodedNs, endNs: endedNs }, path, file.length);
    return findings;
  }
}
