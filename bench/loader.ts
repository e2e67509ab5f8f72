/**
 * Images a second that one rank's loader decodes and crops, as often as `train.num_workers` says at once: two global and eight
 * local crops of each, as a run has them. Batches are checked to be the same for all numbers of threads, then these take turns, in
 * reversed order every other round.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { configFromObject } from '../src/config/load.js';
import type { Batch } from '../src/data/batch.js';
import { type BatchesOptions, openBatches } from '../src/data/batches.js';
import { indexSources } from '../src/data/sources/index-sources.js';
import { UsageError } from '../src/errors/usage-error.js';
import { usableCores } from '../src/system/cores.js';
import { median } from './median.js';
import { writePhotos } from './photos.js';
import { wholeNumber } from './whole-number.js';

const OPTIONS = {
  images: { type: 'string' },
  width: { type: 'string', default: '640' },
  height: { type: 'string', default: '480' },
  batch: { type: 'string', default: '32' },
  batches: { type: 'string', default: '8' },
  rounds: { type: 'string', default: '3' },
  threads: { type: 'string' },
  peer: { type: 'string' },
  'global-only': { type: 'boolean', default: false },
  sources: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const modes = (['peer', 'global-only', 'sources'] as const).filter((mode) => values[mode]);
  if (modes.length > 1)
    throw new UsageError(
      'BAD_OPTION',
      `--${modes.join(' and --')} are given, expected one of them: run each by itself`,
    );
  const scratch = mkdtempSync(join(tmpdir(), 'dinofleet-bench-'));
  const numbers = ['width', 'height', 'batch', 'batches', 'rounds'] as const;
  const [width, height, batch, batches, rounds] = numbers.map((name) => wholeNumber(name, values[name])) as Five;
  const threads = values.threads?.split(',').map((count) => wholeNumber('threads', count)) ?? defaultThreads();
  try {
    // As it was given: npm calls this from the project's folder.
    const folder =
      values.images === undefined ? join(scratch, 'images') : resolve(process.env.INIT_CWD ?? '.', values.images);
    if (values.images === undefined) writePhotos(folder, width, height);
    const measurement = { folder, scratch, batch, batches, rounds, json: values.json };
    if (values['global-only']) await (await import('./loader-beside.js')).runBesideLibjpeg(measurement);
    else if (values.peer !== undefined)
      await (await import('./loader-beside.js')).runBesideReleased(values.peer, measurement);
    else if (values.sources) await (await import('./loader-sources.js')).runSources(measurement);
    else await runThreads(threads, measurement);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

type Five = [number, number, number, number, number];

export interface Measurement {
  /** Of the images. */
  folder: string;
  /** A folder for files. */
  scratch: string;
  batch: number;
  /** That are timed, in each round. */
  batches: number;
  rounds: number;
  json: boolean;
}

/** 1, 2, 4 and so on, up to twice the cores. */
function defaultThreads(): number[] {
  const counts: number[] = [];
  for (let count = 1; count <= 2 * usableCores().usable; count *= 2) counts.push(count);
  return counts;
}

async function runThreads(counts: readonly number[], measurement: Measurement): Promise<void> {
  const { batches, rounds } = measurement;
  const options = await optionsFor(measurement);
  await checkEqual(options, counts);
  const rates = new Map(counts.map((count) => [count, [] as LoaderRate[]]));
  for (let round = 0; round < rounds; round++)
    for (const count of round % 2 === 0 ? counts : counts.toReversed())
      rates.get(count)!.push(await measure({ ...options, numWorkers: count }, batches));
  print([...rates], measurement.json);
}

/** Of one rank and one thread. `folder` may be any source. */
export async function optionsFor({ folder, scratch, batch }: Measurement): Promise<BatchesOptions> {
  const index = join(scratch, 'images.index');
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
    globalBatch: batch,
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
      throw new Error(`the first batch of ${count} threads is another than that of one`);
}

export interface LoaderRate {
  images_per_second: number;
  /** Of all threads of the process, waiting left out. */
  cpu_ms_per_image: number;
}

/** Once as many batches are under way as a run prepares ahead. */
async function measure(options: BatchesOptions, batches: number): Promise<LoaderRate> {
  return withStream(options, async (next) => {
    for (let warm = 0; warm < options.prefetch; warm++) await next();
    return timed(batches * options.globalBatch, async () => {
      for (let i = 0; i < batches; i++) await next();
    });
  });
}

/** @param count images that `work` takes */
export async function timed(count: number, work: () => Promise<void>): Promise<LoaderRate> {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return {
    images_per_second: (1000 * count) / (performance.now() - start),
    cpu_ms_per_image: (user + system) / 1000 / count,
  };
}

/** Gives each batch's memory back at once. */
export async function withStream<T>(
  options: BatchesOptions,
  use: (next: () => Promise<Batch>) => Promise<T>,
): Promise<T> {
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

/** What --json prints. */
export interface LoaderResult {
  /** Of the last of `results`. */
  images_per_second: number;
  results: ({ threads: number; all: number[] } & LoaderRate)[];
  cores: number;
}

function print(rates: readonly (readonly [number, LoaderRate[]])[], json: boolean): void {
  const results = rates.map(([threads, rates]) => {
    const all = rates.map((rate) => rate.images_per_second);
    const cpu_ms_per_image = median(rates.map((rate) => rate.cpu_ms_per_image));
    return { threads, images_per_second: median(all), cpu_ms_per_image, all };
  });
  if (json) {
    const { images_per_second } = results.at(-1)!;
    console.log(JSON.stringify({ images_per_second, results, cores: usableCores().usable } satisfies LoaderResult));
    return;
  }
  const single = results.find(({ threads }) => threads === 1)?.images_per_second;
  for (const { threads, images_per_second, cpu_ms_per_image, all } of results)
    console.log(
      `${String(threads).padStart(3)} threads: ${images_per_second.toFixed(1)} images/s ` +
        `(${Math.min(...all).toFixed(1)}..${Math.max(...all).toFixed(1)} of ${all.length}), ` +
        `${cpu_ms_per_image.toFixed(2)} ms of CPU each` +
        (single === undefined ? '' : `, ${(images_per_second / single).toFixed(2)} of one`),
    );
}
