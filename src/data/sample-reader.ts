import { readFile } from 'node:fs/promises';
import { nowNs } from '../system/monotonic-clock.js';
import { Semaphore } from '../system/semaphore.js';
import type { BatchTimes } from './batch-times.js';
import { type CropsConfig, drawCrops } from './crops/crop-plan.js';
import { type DataConfig, readOptions } from './crops/data-config.js';
import { type Findings, imageAddon, isBadImage, MAX_PIXELS } from './crops/image-addon.js';
import { DataError } from './data-error.js';
import { KeyedPermutation } from './keyed-permutation.js';
import { SampleOrder } from './sampler.js';
import { fileNameText, pathBelow, shownFileName, systemReason } from './sources/file-name.js';
import { ImageList, type SharedImageList } from './sources/image-list.js';

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
  private readonly order: SampleOrder;
  private readonly reads = new Semaphore(mostReads);
  private readonly images: ImageList;

  constructor(
    private readonly root: string,
    images: SharedImageList,
    private readonly crops: CropsConfig,
    private readonly data: DataConfig,
    private readonly seed: number,
  ) {
    this.images = new ImageList(images);
    this.order = new SampleOrder(images.count, seed);
  }

  /**
   * Which image takes an unreadable one's place depends on seed and position alone.
   * @param times where it is kept when this was done
   * @throws DataError if none of them could
   */
  async read(position: number, outputs: SampleOutputs, times: BatchTimes | null = null): Promise<ReadSample> {
    const bad: BadImage[] = [];
    for (const index of this.candidates(position)) {
      const path = pathBelow(this.root, this.images.at(index).path);
      try {
        return { path: shown(path), bad, ...(await this.cropFile(path, position, outputs, times)) };
      } catch (error) {
        if (!(error instanceof UnreadableFile) && !isBadImage(error)) throw error;
        bad.push({ path: shown(path), reason: error.message });
      }
    }
    const [example] = bad;
    throw new DataError(
      'TOO_MANY_BAD_IMAGES',
      `none of ${bad.length} images in ${this.root} can be read; for example ${example!.path}: ${example!.reason}`,
    );
  }

  private *candidates(position: number): Generator<number> {
    const { numImages } = this.order;
    const chosen = this.order.imageAt(position);
    yield chosen;
    const others = new KeyedPermutation(numImages, this.seed, 'replacement', position);
    for (let i = 0; i < Math.min(numImages, MOST_REPLACEMENTS); i++) if (others.at(i) !== chosen) yield others.at(i);
  }

  private async cropFile(
    path: Buffer,
    position: number,
    outputs: SampleOutputs,
    times: BatchTimes | null,
  ): Promise<Findings> {
    const file = await this.reads.run(() => timedRead(path, times));
    const plan = drawCrops(this.crops, imageAddon.probe(file, MAX_PIXELS), this.seed, position);
    const { beganNs, decodedNs, endedNs, ...findings } = await imageAddon.crops(
      file,
      readOptions(this.data),
      [...plan.globalCrops, ...plan.localCrops],
      [...outputs.globalCrops, ...outputs.localCrops],
    );
    times?.add('decode', { startNs: beganNs, endNs: decodedNs }, shown(path), file.length);
    times?.add('crop', { startNs: decodedNs, endNs: endedNs }, shown(path), file.length);
    return findings;
  }
}

async function timedRead(path: Buffer, times: BatchTimes | null): Promise<Buffer> {
  const startNs = nowNs();
  const file = await readFile(path).catch((cause: Error) => {
    throw new UnreadableFile(systemReason(cause), { cause });
  });
  times?.add('read', { startNs, endNs: nowNs() }, shown(path), file.length);
  return file;
}

class UnreadableFile extends Error {}

const shown = (path: Buffer) => shownFileName(fileNameText(path));
