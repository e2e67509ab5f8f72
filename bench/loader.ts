/**
 * Images a second that one rank's loader decodes and crops, as often as `train.num_workers` says at once: two global and eight
 * local crops of each, as a run has them. Batches are checked to be the same for all counts, then counts take turns, in
 * reversed order every other round.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { PNG } from 'pngjs';
import { configFromObject } from '../src/config/load.js';
import type { Batch } from '../src/data/batch.js';
import { type BatchesOptions, openBatches } from '../src/data/batches.js';
import { indexSources } from '../src/data/sources/index-sources.js';
import { RandomStream } from '../src/random/random-stream.js';
import { usableCores } from '../src/system/cores.js';
import { wholeNumber } from './whole-number.js';

const OPTIONS = {
  images: { type: 'string' },
  width: { type: 'string', default: '640' },
  height: { type: 'string', default: '480' },
  batch: { type: 'string', default: '32' },
  batches: { type: 'string', default: '4' },
  rounds: { type: 'string', default: '3' },
  workers: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const NUM_PHOTOS = 16;

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const counts = values.workers?.split(',').map((count) => wholeNumber('workers', count)) ?? defaultCounts();
  const [batches, rounds] = [wholeNumber('batches', values.batches), wholeNumber('rounds', values.rounds)];
  const scratch = mkdtempSync(join(tmpdir(), 'dinofleet-bench-'));
  const folder = values.images ?? join(scratch, 'images');
  try {
    if (values.images === undefined)
      writePhotos(folder, wholeNumber('width', values.width), wholeNumber('height', values.height));
    const options = await optionsFor(folder, join(scratch, 'images.index'), wholeNumber('batch', values.batch));
    await checkEqual(options, counts);
    const rates = new Map(counts.map((count) => [count, [] as number[]]));
    for (let round = 0; round < rounds; round++)
      for (const count of round % 2 === 0 ? counts : counts.toReversed())
        rates.get(count)!.push(await measure({ ...options, numWorkers: count }, batches));
    print([...rates], values.json);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** 1, 2, 4 and so on, up to twice the cores. */
function defaultCounts(): number[] {
  const counts: number[] = [];
  for (let count = 1; count <= 2 * usableCores().usable; count *= 2) counts.push(count);
  return counts;
}

/** Smooth surfaces with a camera's noise. */
function writePhotos(folder: string, width: number, height: number): void {
  mkdirSync(folder, { recursive: true });
  for (let photo = 0; photo < NUM_PHOTOS; photo++) {
    const random = new RandomStream(photo, 'photo');
    const [across, down] = [random.uniform(1, 9), random.uniform(1, 9)];
    const png = new PNG({ width, height });
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let channel = 0; channel < 3; channel++) {
          const wave = Math.sin((across * x) / width + (down * y) / height + channel + photo);
          png.data[(y * width + x) * 4 + channel] = Math.round(128 + 90 * wave + 6 * (random.uniform() - 0.5));
        }
    for (let pixel = 0; pixel < width * height; pixel++) png.data[pixel * 4 + 3] = 255;
    writeFileSync(join(folder, `${photo}.png`), PNG.sync.write(png, { colorType: 2 }));
  }
}

async function optionsFor(folder: string, index: string, globalBatch: number): Promise<BatchesOptions> {
  await indexSources([{ path: folder, weight: null }], index, '', { givenAs: '--images', onFound: () => {} });
  const { crops, data, ibot, student } = configFromObject({});
  return {
    images: { index, job: '' },
    locations: [],
    cache: null,
    crops,
    data,
    masks: { ...ibot, global_crops_size: crops.global_crops_size, patch_size: student.patch_size },
    planner: {
      seed: 0,
      plan: {
        globalCrop: { prefix: 1, patches: (crops.global_crops_size / student.patch_size) ** 2 },
        localCrop: { prefix: 1, patches: (crops.local_crops_size / student.patch_size) ** 2 },
        teacherCrop: { prefix: 1, patches: (crops.global_crops_size / student.patch_size) ** 2 },
        localCrops: crops.local_crops_number,
        ibotPatches: 'masked',
        rowMultiple: 1,
      },
      depth: { student: 2, teacher: 2 },
      dropPathRates: [0.5, 0.5],
    },
    seed: 0,
    rank: 0,
    worldSize: 1,
    globalBatch,
    numWorkers: 1,
    timed: null,
    startStep: 0,
    prefetch: 3,
    maxBadShare: 0,
    memories: [],
  };
}

async function checkEqual(options: BatchesOptions, counts: readonly number[]): Promise<void> {
  const first = (numWorkers: number) => withStream({ ...options, numWorkers, prefetch: 1 }, (next) => next());
  const expected = await first(1);
  for (const count of counts)
    if (!isDeepStrictEqual(await first(count), expected))
      throw new Error(`the first batch of ${count} workers is another than that of one`);
}

/** Images a second, once as many batches are under way as a run prepares ahead. */
async function measure(options: BatchesOptions, batches: number): Promise<number> {
  return withStream(options, async (next) => {
    for (let warm = 0; warm < options.prefetch; warm++) await next();
    const start = performance.now();
    for (let i = 0; i < batches; i++) await next();
    return (1000 * batches * options.globalBatch) / (performance.now() - start);
  });
}

async function withStream<T>(options: BatchesOptions, use: (next: () => Promise<Batch>) => Promise<T>): Promise<T> {
  const stream = openBatches(options);
  try {
    return await use(async () => {
      const batch = await stream.next();
      stream.recycle(batch);
      return batch;
    });
  } finally {
    await stream.close();
  }
}

function print(rates: readonly (readonly [number, number[]])[], json: boolean): void {
  const results = rates.map(([count, all]) => {
    const sorted = all.toSorted((a, b) => a - b);
    return { num_workers: count, images_per_second: sorted[Math.floor(sorted.length / 2)]!, all };
  });
  if (json) {
    console.log(JSON.stringify({ results, cores: usableCores().usable }));
    return;
  }
  const single = results.find(({ num_workers }) => num_workers === 1)?.images_per_second;
  for (const { num_workers, images_per_second, all } of results)
    console.log(
      `num_workers ${String(num_workers).padStart(3)}: ${images_per_second.toFixed(1)} images/s ` +
        `(${Math.min(...all).toFixed(1)}..${Math.max(...all).toFixed(1)} of ${all.length})` +
        (single === undefined ? '' : `, ${(images_per_second / single).toFixed(2)} of one`),
    );
}
