import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Config } from '../config/schema.js';
import { imageAddon } from '../data/crops/image-addon.js';
import { SampleReader } from '../data/sample-reader.js';
import { ShuffledOrder } from '../data/sampler.js';
import { givenSources } from '../data/sources/given-source.js';
import { ImageListBuilder } from '../data/sources/image-list.js';
import { endingOf, isImageEnding } from '../data/sources/image-type.js';
import { imageFiles } from '../data/sources/open-sources.js';

/** Seconds of a core that reading and cropping an image takes. */
export interface ImageCost {
  coreSeconds: number;
  /** That it was measured on. */
  images: number;
}

const MOST_IMAGES = 64;
/** Entries of folders that are looked at. */
const MOST_ENTRIES = 4096;
/** The first ones find programs and tables that are not in the cache. */
const UNCOUNTED = 2;

/**
 * Reads some images of the configuration's first folder and cuts their crops, for so many seconds.
 * @returns null where the folder is not on this machine, or none of the files that one comes upon first is an image that can be read
 */
export async function measureImageCost(config: Config, seconds: number): Promise<ImageCost | null> {
  const { crops, data, train } = config;
  const folder = givenSources(train.dataset_path).find(({ path }) => isFolder(path))?.path;
  if (folder === undefined) return null;
  const paths = someImages(folder);
  if (paths.length <= UNCOUNTED) return null;
  const list = new ImageListBuilder();
  for (const path of paths) list.add({ path: Buffer.from(path), size: statSync(join(folder, path)).size, time: 0 });
  const images = imageFiles(list.finish().list, folder);
  const reader = new SampleReader(images, new ShuffledOrder(images.count, train.seed), crops, data, train.seed);
  imageAddon.setThreads(1);
  const room = (size: number) => new Uint8Array(new SharedArrayBuffer(3 * size ** 2));
  const outputs = {
    globalCrops: Array.from({ length: 2 }, () => room(crops.global_crops_size)),
    localCrops: Array.from({ length: crops.local_crops_number }, () => room(crops.local_crops_size)),
  };
  let began = process.cpuUsage();
  let count = 0;
  const end = performance.now() + 1000 * seconds;
  try {
    for (let i = 0; count === 0 || performance.now() < end; i++) {
      if (i === UNCOUNTED) began = process.cpuUsage();
      await reader.read(i, outputs);
      if (i >= UNCOUNTED) count++;
    }
  } catch {
    return null;
  }
  const { user, system } = process.cpuUsage(began);
  return { coreSeconds: (user + system) / 1e6 / count, images: paths.length };
}

/** Below the folder, by their endings, without a look at all that there is. */
function someImages(folder: string): string[] {
  const found: string[] = [];
  let looked = 0;
  const look = (at: string): void => {
    let entries: ReturnType<typeof entriesOf>;
    try {
      entries = entriesOf(at);
    } catch {
      return;
    }
    for (const entry of entries) {
      if (found.length >= MOST_IMAGES || looked++ > MOST_ENTRIES) return;
      const path = join(at, entry.name);
      if (entry.isDirectory()) look(path);
      else if (isImageEnding(endingOf(entry.name))) found.push(relative(folder, path));
    }
  };
  look(folder);
  return found;
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

const entriesOf = (folder: string) => readdirSync(folder, { withFileTypes: true });
