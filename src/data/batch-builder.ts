import { Semaphore } from '../system/semaphore.js';
import type { Batch } from './batch.js';
import { type BatchLayout, batchArrays, batchLayout } from './batch-memory.js';
import { BatchTimes } from './batch-times.js';
import type { CropsConfig } from './crops/crop-plan.js';
import type { DataConfig } from './crops/data-config.js';
import { imageAddon } from './crops/image-addon.js';
import { drawMasks, type MasksConfig } from './masks.js';
import { SampleReader } from './sample-reader.js';
import { rankRange } from './sampler.js';
import { orderOf } from './source-order.js';
import { type CachePlace, cachedImages } from './sources/image-cache.js';
import { openImageIndex } from './sources/image-index.js';
import { openSources } from './sources/open-sources.js';
import { Stores } from './sources/s3/stores.js';
import { type PlannerConfig, planBatch } from './step-plan/plan-batch.js';

/** What a rank's batches are made of. Plain data: it goes to the loader thread. */
export interface BatchesConfig {
  /** Where the images are listed, and for which launch. */
  images: { index: string; job: string };
  /** Where this machine has each source, in their order; as the list says where there are none. */
  locations: readonly string[];
  /** Where images of object stores are kept on this machine; null: nowhere. */
  cache: CachePlace | null;
  crops: CropsConfig;
  data: DataConfig;
  masks: MasksConfig;
  planner: PlannerConfig;
  seed: number;
  rank: number;
  worldSize: number;
  /** Images of a step, all ranks. */
  globalBatch: number;
  /** Images that are cropped at once, each on a thread of its own. */
  numWorkers: number;
  /** Steps, the last included, for whose batches it is kept when what was made; null for none. */
  timed: { first: number; last: number } | null;
}

/** What the addon takes; more than there are cores give nothing. */
const MOST_THREADS = 1024;

/** Makes this rank's batch of any step. */
export class BatchBuilder {
  private readonly range: { start: number; end: number };
  private readonly workers: Semaphore;
  private readonly layout: BatchLayout;

  /**
   * @param onWaiting told once each time that an object store has gone away
   * @throws DataError where the images are not as listed
   */
  static async open(config: BatchesConfig, onWaiting: (reason: string) => void): Promise<BatchBuilder> {
    const { images, locations, crops, data, seed, cache } = config;
    const index = openImageIndex(images.index, images.job);
    const opened = await openSources(index, locations, new Stores({ onWaiting, onAlive: () => {} }));
    const isKept = cache !== null && opened.isRemote === true;
    const sources = isKept ? cachedImages(opened, index.listingHash, cache) : opened;
    return new BatchBuilder(config, new SampleReader(sources, orderOf(index.sources, seed), crops, data, seed));
  }

  private constructor(
    private readonly config: BatchesConfig,
    private readonly reader: SampleReader,
  ) {
    this.range = rankRange(config.globalBatch, config.rank, config.worldSize);
    this.layout = batchLayout({
      images: this.range.end - this.range.start,
      globalCropSize: config.crops.global_crops_size,
      localCropSize: config.crops.local_crops_size,
      planner: config.planner,
    });
    imageAddon.setThreads(Math.min(config.numWorkers, MOST_THREADS));
    // As many again are read meanwhile, so that a thread that is done has its next file.
    this.workers = new Semaphore(2 * config.numWorkers);
  }

  allocate(): SharedArrayBuffer {
    return new SharedArrayBuffer(this.layout.bytes);
  }

  /** Several steps may be built at once: they share the workers, earlier steps first. */
  async build(step: number, memory: SharedArrayBuffer): Promise<Batch> {
    const { globalBatch, planner, seed } = this.config;
    const times = this.isTimed(step) ? new BatchTimes() : null;
    const during = <T>(what: 'masks' | 'plan', run: () => T) => (times === null ? run() : times.during(what, run));
    const { indices, weights, ...arrays } = batchArrays(this.layout, memory);
    const { start, end } = this.range;
    const positions = Array.from({ length: end - start }, (_, i) => step * globalBatch + start + i);
    const ahead = this.reader.readsAhead ? positions.map((position) => this.reader.ahead(position, times)) : [];
    const samples = await Promise.all(
      positions.map((position, sample) =>
        this.workers.run(() =>
          this.reader.read(position, this.outputsOf(sample, arrays), { ahead: ahead[sample] ?? null, times }),
        ),
      ),
    );
    during('masks', () => arrays.masks.set(drawMasks(this.config.masks, globalBatch, this.range, seed, step)));
    const first = positions[0] ?? 0;
    const plan = during('plan', () =>
      planBatch(planner, positions.length, first, arrays.masks, globalBatch, { indices, weights }),
    );
    return {
      step,
      positions,
      ...arrays,
      plan,
      replaced: samples.flatMap(({ bad }) => bad),
      damaged: samples.flatMap(({ path, damage }) => (damage === null ? [] : [{ path, reason: damage }])),
      highest: samples.flatMap(({ highest }) => (highest === null ? [] : [highest])),
      times: times?.kept ?? [],
    };
  }

  /** Images that are being read are finished, no others are begun: batches under way never come. */
  close(): void {
    this.workers.close();
  }

  private isTimed(step: number): boolean {
    const { timed } = this.config;
    return timed !== null && step >= timed.first && step <= timed.last;
  }

  private outputsOf(sample: number, arrays: Pick<Batch, 'globalCrops' | 'localCrops'>) {
    const { crops } = this.config;
    const size = this.range.end - this.range.start;
    const views = (all: Uint8Array, count: number, numel: number) =>
      Array.from({ length: count }, (_, crop) => {
        const row = crop * size + sample;
        return all.subarray(row * numel, (row + 1) * numel);
      });
    return {
      globalCrops: views(arrays.globalCrops, 2, cropNumel(crops.global_crops_size)),
      localCrops: views(arrays.localCrops, crops.local_crops_number, cropNumel(crops.local_crops_size)),
    };
  }
}

const cropNumel = (size: number) => 3 * size * size;
