/**
 * What the place of images costs: one rank's loader reads the same files from a folder, from tar archives, from Parquet tables and from the
 * same archives in an object store, which is moto on this machine. One thread decodes; all of them lie in the page cache. A turn is
 * an epoch of a loader of its own, so that tables that stay in memory are read once as well, as those of a large set are; its start
 * counts, which is longest for object stores, whose SDK is loaded then. Turns are in reversed order every other round.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { S3 } from '@aws-sdk/client-s3';
import { parquetWriteFile } from 'hyparquet-writer';
import { create } from 'tar';
import type { BatchesOptions } from '../src/data/batches.js';
import { contentHashOf } from '../src/data/sources/content-hash.js';
import { fileNameText } from '../src/data/sources/file-name.js';
import { listImages } from '../src/data/sources/image-folder.js';
import { openImageIndex } from '../src/data/sources/image-index.js';
import type { ImageSource } from '../src/data/sources/image-source.js';
import { openSources } from '../src/data/sources/open-sources.js';
import type { Scope } from '../test/fixtures/fleet-process.js';
import { makeBucket, motoServer, useServer } from '../test/fixtures/object-servers.js';
import { type LoaderRate, type Measurement, optionsFor, timed, withStream } from './loader.js';
import { median } from './median.js';

/** Of each archive and table: moto reads all of an archive for each range that it is asked for, which is no cost of the reader's. */
const IMAGES_OF_A_SHARD = 100;
const BUCKET = 'images';
const FOLDER = 'folder';

/** What --json prints. */
export interface SourcesResult {
  images: number;
  bytes: number;
  results: ({ source: string; images_per_second: number; cpu_ms_per_image: number } & Ratios)[];
}

interface Ratios {
  /** Images a second in parts of the folder's: the median of the rounds', and each. */
  ratio: number;
  ratios: number[];
}

/** @throws DataError where the folder has no images */
export async function runSources(measurement: Measurement): Promise<void> {
  const ends: (() => void | Promise<void>)[] = [];
  try {
    await compare(measurement, { after: (end) => void ends.push(end) });
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

async function compare(measurement: Measurement, scope: Scope): Promise<void> {
  const { folder, scratch, batch, rounds, json } = measurement;
  const { images, bytes, shards } = await writeShards(folder, scratch);
  const server = await motoServer(scope, { keepsConnections: true });
  useServer(server);
  await makeBucket(server, BUCKET);
  await upload(scratch, shards);
  const places = {
    [FOLDER]: folder,
    tar: join(scratch, `{0..${shards - 1}}.tar`),
    parquet: join(scratch, `{0..${shards - 1}}.parquet`),
    's3 tar': `s3://${BUCKET}/{0..${shards - 1}}.tar`,
  };
  const sources: { name: string; options: BatchesOptions; rates: LoaderRate[] }[] = [];
  for (const [name, place] of Object.entries(places)) {
    const own = join(scratch, `of-${sources.length}`);
    mkdirSync(own);
    sources.push({ name, options: await optionsFor({ ...measurement, folder: place, scratch: own }), rates: [] });
  }
  await checkAlike(sources);
  const batches = Math.max(1, Math.floor(images / batch));
  for (let round = 0; round < rounds; round++)
    for (const { options, rates } of round % 2 === 0 ? sources : sources.toReversed())
      rates.push(await timed(batches * batch, () => readBatches(options, batches)));
  const ofFolder = sources.find(({ name }) => name === FOLDER)!.rates;
  const results = sources.map(({ name, rates }) => {
    const ratios = rates.map((rate, round) => rate.images_per_second / ofFolder[round]!.images_per_second);
    return {
      source: name,
      images_per_second: median(rates.map((rate) => rate.images_per_second)),
      cpu_ms_per_image: median(rates.map((rate) => rate.cpu_ms_per_image)),
      ratio: median(ratios),
      ratios,
    };
  });
  print({ images, bytes, results }, json);
}

async function readBatches(options: BatchesOptions, batches: number): Promise<void> {
  await withStream(options, async (next) => {
    for (let i = 0; i < batches; i++) await next();
  });
}

interface Shards {
  images: number;
  bytes: number;
  /** `0.tar`, `0.parquet` and so on. */
  shards: number;
}

/** In the order of the listing, so many images one behind the other in each. */
async function writeShards(folder: string, scratch: string): Promise<Shards> {
  const { images } = await listImages(folder);
  const names = Array.from({ length: images.count }, (_, i) => fileNameText(images.at(i).path));
  let bytes = 0;
  const parts = Array.from({ length: Math.ceil(names.length / IMAGES_OF_A_SHARD) }, (_, i) =>
    names.slice(i * IMAGES_OF_A_SHARD, (i + 1) * IMAGES_OF_A_SHARD),
  );
  for (const [i, part] of parts.entries()) {
    create({ file: join(scratch, `${i}.tar`), cwd: folder, sync: true, follow: true }, part);
    const data = part.map((name) => new Uint8Array(readFileSync(join(folder, name))));
    parquetWriteFile({
      filename: join(scratch, `${i}.parquet`),
      columnData: [{ name: 'image', type: 'BYTE_ARRAY', data }],
      rowGroupSize: IMAGES_OF_A_SHARD,
    });
    bytes += data.reduce((sum, { length }) => sum + length, 0);
  }
  return { images: names.length, bytes, shards: parts.length };
}

async function upload(scratch: string, shards: number): Promise<void> {
  const s3 = new S3({ forcePathStyle: true });
  for (let i = 0; i < shards; i++)
    await s3.putObject({ Bucket: BUCKET, Key: `${i}.tar`, Body: readFileSync(join(scratch, `${i}.tar`)) });
  s3.destroy();
}

/** Reads all once, which leaves them in the page cache. @throws Error where sources differ in their images */
async function checkAlike(sources: readonly { name: string; options: BatchesOptions }[]): Promise<void> {
  const hashes: string[] = [];
  for (const { options } of sources) {
    const index = openImageIndex(options.images.index, null);
    const images = await openSources(index);
    opened.push(images);
    hashes.push(await contentHashOf(images, `${options.images.index}.hash`));
    index.close();
  }
  const other = hashes.findIndex((hash) => hash !== hashes[0]);
  if (other >= 0) throw new Error(`${sources[other]!.name} has other images than the folder; not timed`);
}

/** Kept to the end: Node warns of files that are forgotten open, as sources leave them to the end of their thread. */
const opened: ImageSource[] = [];

function print(result: SourcesResult, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(result));
    return;
  }
  const { images, bytes, results } = result;
  console.log(`${images} images of ${(bytes / images / 1e3).toFixed(0)} kB, one thread`);
  for (const { source, images_per_second, cpu_ms_per_image, ratio, ratios } of results)
    console.log(
      `  ${source.padEnd(8)} ${images_per_second.toFixed(1)} images/s, ${cpu_ms_per_image.toFixed(2)} ms of CPU each, ` +
        `${ratio.toFixed(2)} of the folder (${Math.min(...ratios).toFixed(2)}..${Math.max(...ratios).toFixed(2)} of ${ratios.length})`,
    );
}
