import assert from 'node:assert/strict';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Batch } from '../../src/data/batch.js';
import { type BatchesOptions, openBatches } from '../../src/data/batches.js';
import { drawCrops } from '../../src/data/crops/crop-plan.js';
import { imageAddon, MAX_PIXELS, sharedBytes } from '../../src/data/crops/image-addon.js';
import { DataError } from '../../src/data/data-error.js';
import { drawMasks } from '../../src/data/masks.js';
import { ShuffledOrder } from '../../src/data/sampler.js';
import { openImageIndex } from '../../src/data/sources/image-index.js';
import { nowNs } from '../../src/system/monotonic-clock.js';
import { claimingSize, plainPng } from '../image/fixtures.js';
import { asReleased, released } from '../image/reading.js';
import { folderOf, noisePngs } from './image-files.js';
import { indexedImages, JOB } from './indexed-images.js';

const crops = {
  global_crops_scale: [0.32, 1],
  local_crops_scale: [0.05, 0.32],
  local_crops_number: 3,
  global_crops_size: 16,
  local_crops_size: 8,
  blur: 'released',
} as const;
const masks = {
  mask_ratio_min_max: [0.1, 0.5],
  mask_sample_probability: 0.5,
  global_crops_size: 16,
  patch_size: 4,
} as const;
const GLOBAL_NUMEL = 3 * 16 * 16;
const LOCAL_NUMEL = 3 * 8 * 8;

async function optionsFor(t: TestContext, root: string, change: Partial<BatchesOptions> = {}): Promise<BatchesOptions> {
  return {
    ...(await indexedImages(t, root)),
    cache: null,
    crops,
    data: released,
    masks,
    planner: {
      seed: 4,
      plan: {
        globalCrop: { prefix: 1, patches: 16 },
        localCrop: { prefix: 1, patches: 4 },
        teacherCrop: { prefix: 1, patches: 16 },
        localCrops: crops.local_crops_number,
        ibotPatches: 'masked',
        rowMultiple: 1,
      },
      depth: { student: 2, teacher: 2 },
      dropPathRates: [0.5, 0.5],
    },
    seed: 4,
    rank: 0,
    worldSize: 1,
    globalBatch: 7,
    numWorkers: 2,
    timed: null,
    startStep: 0,
    prefetch: 2,
    maxBadShare: 0.1,
    memories: [],
    ...change,
  };
}

async function take(options: BatchesOptions, count: number): Promise<Batch[]> {
  const stream = openBatches(options);
  try {
    const batches: Batch[] = [];
    for (let i = 0; i < count; i++) batches.push(await stream.next());
    return batches;
  } finally {
    await stream.close();
  }
}

/** Position of a sample -> its crops and masks, of batches of all ranks. */
function bySample(batches: Batch[]): Map<number, unknown[]> {
  const samples = new Map<number, unknown[]>();
  for (const { positions, globalCrops, localCrops, masks } of batches)
    for (const [i, position] of positions.entries()) {
      const rows = (all: Uint8Array, count: number, numel: number) =>
        Array.from({ length: count }, (_, crop) => {
          const row = crop * positions.length + i;
          return all.slice(row * numel, (row + 1) * numel);
        });
      samples.set(position, [rows(globalCrops, 2, GLOBAL_NUMEL), rows(localCrops, 3, LOCAL_NUMEL), rows(masks, 2, 16)]);
    }
  return samples;
}

test('a batch holds the crops and masks of its positions, in the layout of the released code', async (t) => {
  const options = await optionsFor(t, folderOf(t, noisePngs(12)));
  const [batch] = (await take({ ...options, startStep: 5 }, 1)) as [Batch];
  assert.equal(batch.step, 5);
  assert.deepEqual(batch.positions, [35, 36, 37, 38, 39, 40, 41]);
  assert.deepEqual(batch.replaced, []);
  assert.deepEqual(batch.masks, drawMasks(masks, 7, { start: 0, end: 7 }, 4, 5));
  const order = new ShuffledOrder(12, 4);
  const index = openImageIndex(options.images.index, JOB);
  const images = index.sources[0]!.images!;
  for (const [i, position] of batch.positions.entries()) {
    const files = noisePngs(12);
    const file = files[images.at(order.imageAt(position)).path.toString()]!;
    const plan = drawCrops(crops, imageAddon.probe(file, MAX_PIXELS), 4, position);
    const outputs = [2, 3].map((count) =>
      Array.from({ length: count }, () => sharedBytes(count === 2 ? GLOBAL_NUMEL : LOCAL_NUMEL)),
    );
    await imageAddon.crops(file, asReleased, [...plan.globalCrops, ...plan.localCrops], outputs.flat());
    assert.deepEqual(bySample([batch]).get(position)!.slice(0, 2), outputs, `sample ${i}`);
  }
});

test('a position has the same bytes for any number of ranks and workers, and wherever the stream starts', async (t) => {
  const root = folderOf(t, noisePngs(12));
  const expected = bySample(await take(await optionsFor(t, root), 3));
  assert.equal(expected.size, 21);
  for (const [worldSize, numWorkers, prefetch] of [
    [1, 1, 1],
    [2, 4, 3],
    [3, 3, 1],
  ] as const) {
    const ranks = Array.from({ length: worldSize }, async (_, rank) =>
      take(await optionsFor(t, root, { rank, worldSize, numWorkers, prefetch }), 3),
    );
    assert.deepEqual(new Map([...bySample((await Promise.all(ranks)).flat())].sort(([a], [b]) => a - b)), expected);
  }
  const later = bySample(await take(await optionsFor(t, root, { startStep: 2 }), 1));
  for (const [position, sample] of later) assert.deepEqual(sample, expected.get(position));
});

test('over kills and other numbers of ranks, every position is taken once, with the same image, crops and masks', async (t) => {
  const root = folderOf(t, noisePngs(12));
  const expected = bySample(await take(await optionsFor(t, root), 14));
  const globalBatch = 7;
  const ledger = new Map<number, { times: number; sample: unknown[] }>();
  // A generation goes on from the last checkpoint: what it takes again, the one before it has lost.
  const generations = [
    { worldSize: 2, from: 0, killedAt: 5 },
    { worldSize: 3, from: 4, killedAt: 9 },
    { worldSize: 1, from: 6, killedAt: 8 },
    { worldSize: 8, from: 8, killedAt: 12 },
    { worldSize: 4, from: 11, killedAt: 14 },
  ];
  for (const { worldSize, from, killedAt } of generations) {
    for (const position of [...ledger.keys()]) if (position >= from * globalBatch) ledger.delete(position);
    const ranks = Array.from({ length: worldSize }, async (_, rank) =>
      take(await optionsFor(t, root, { rank, worldSize, startStep: from }), killedAt - from),
    );
    for (const batches of await Promise.all(ranks))
      for (const [position, sample] of bySample(batches)) {
        const times = (ledger.get(position)?.times ?? 0) + 1;
        ledger.set(position, { times, sample });
      }
  }
  assert.deepEqual(
    [...ledger.keys()].sort((a, b) => a - b),
    Array.from({ length: 14 * globalBatch }, (_, position) => position),
  );
  for (const [position, { times, sample }] of ledger) {
    assert.equal(times, 1, `position ${position}`);
    assert.deepEqual(sample, expected.get(position), `position ${position}`);
  }
});

test('of the steps that are timed it is kept when each file was read, decoded and cropped, masks drawn and the step planned', async (t) => {
  const before = nowNs();
  const root = folderOf(t, noisePngs(12));
  const options = await optionsFor(t, root, { timed: { first: 1, last: 2 }, globalBatch: 6 });
  const batches = await take(options, 4);
  assert.deepEqual(
    batches.map(({ times }) => times.length),
    [0, 3 * 6 + 2, 3 * 6 + 2, 0],
  );
  for (const { times, positions } of batches.slice(1, 3)) {
    const images = new Map<string, Record<string, (typeof times)[number]>>();
    for (const time of times) {
      assert.ok(before <= time.startNs && time.startNs <= time.endNs && time.endNs <= nowNs());
      if (time.image !== null) images.set(time.image, { ...images.get(time.image), [time.what]: time });
    }
    assert.equal(images.size, positions.length);
    for (const [image, { read, decode, crop }] of images) {
      assert.ok(read!.endNs <= decode!.startNs && decode!.endNs === crop!.startNs);
      assert.equal(read!.bytes, statSync(image).size);
      assert.ok(image.startsWith(root));
    }
    const [masks, plan] = times.slice(-2);
    assert.deepEqual([masks!.what, plan!.what], ['masks', 'plan']);
    assert.ok(masks!.endNs <= plan!.startNs);
  }
});

test('arrays that are recycled are used again, and the batches are none the worse', async (t) => {
  const options = await optionsFor(t, folderOf(t, noisePngs(12)), { prefetch: 1 });
  const expected = await take(options, 6);
  const stream = openBatches(options);
  t.after(() => stream.close());
  const given: Uint8Array[] = [];
  for (const { globalCrops, localCrops } of expected) {
    const batch = await stream.next();
    assert.deepEqual([batch.globalCrops, batch.localCrops], [globalCrops, localCrops]);
    given.push(batch.globalCrops.fill(0));
    stream.recycle(batch);
  }
  const { globalCrops } = await stream.next();
  assert.ok(
    given.some((array) => isDeepStrictEqual(array, globalCrops)),
    'no array was written again',
  );
});

test('the memory of a batch cannot be given back twice: two steps would write them', async (t) => {
  const stream = openBatches(await optionsFor(t, folderOf(t, noisePngs(12))));
  t.after(() => stream.close());
  const batch = await stream.next();
  stream.recycle(batch);
  assert.throws(() => stream.recycle(batch), {
    name: 'RangeError',
    message: 'the memory of step 0 was given back before, or is of another stream',
  });
});

const BAD: Record<string, [file: Buffer | string, reason: RegExp]> = {
  'bad-text.jpg': ['hello, I am a text', /not a PNG, JPEG, WebP, GIF or BMP file \(starts with "hello, I am "\)/],
  'bad-cut.png': [plainPng(64, 64, [3, 4, 5]).subarray(0, 70), /the file ends early/],
  'bad-huge.png': [
    claimingSize(plainPng(4, 4, [3, 4, 5]), 100_000, 100_000),
    /the file claims 100000 x 100000 pixels, more than the limit of 178956970/,
  ],
  'bad-empty.webp': ['', /the file is empty/],
};

const filesOf = (bad: typeof BAD) => Object.fromEntries(Object.entries(bad).map(([name, [file]]) => [name, file]));

test('unreadable images are replaced by the same others on any number of ranks, and named', async (t) => {
  const root = folderOf(t, { ...noisePngs(24), ...filesOf(BAD), 'gone.png': 'x' });
  const options = await optionsFor(t, root, { maxBadShare: 1 });
  rmSync(join(root, 'gone.png'));
  const batches = await take(options, 5); // 35 positions: more than an epoch of 29 images
  const reasons = new Map(batches.flatMap(({ replaced }) => replaced).map(({ path, reason }) => [path, reason]));
  for (const [name, [, reason]] of Object.entries(BAD)) assert.match(reasons.get(join(root, name)) ?? 'none', reason);
  assert.match(reasons.get(join(root, 'gone.png')) ?? 'none', /ENOENT/);
  const ranks = [0, 1].map((rank) => take({ ...options, rank, worldSize: 2 }, 5));
  const halves = bySample((await Promise.all(ranks)).flat());
  for (const [position, sample] of bySample(batches)) assert.deepEqual(halves.get(position), sample);
});

async function failureOf(t: TestContext, options: BatchesOptions): Promise<{ step: number; error: unknown }> {
  const stream = openBatches(options);
  t.after(() => stream.close());
  for (let step = 0; step < 40; step++) {
    const error = await stream.next().then(
      () => null,
      (error: unknown) => error,
    );
    if (error !== null) return { step, error };
  }
  return { step: 40, error: null };
}

test('too large a share of unreadable images ends the stream, once a hundred were tried', async (t) => {
  const bad = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`bad-${i}.jpg`, 'no image']));
  const root = folderOf(t, { ...noisePngs(24), ...bad });
  const { step, error } = await failureOf(t, await optionsFor(t, root));
  assert.ok(error instanceof DataError);
  assert.equal(error.code, 'TOO_MANY_BAD_IMAGES');
  assert.match(error.message, /^\d+ of 1\d\d images cannot be read, more than train\.max_bad_images = 0\.1 allows/);
  assert.ok(step * 7 < 100 && step * 7 > 60, `at step ${step}`);
  assert.equal((await failureOf(t, await optionsFor(t, root, { maxBadShare: 0.5 }))).error, null);
});

test('a folder without one sound image ends the stream at once', async (t) => {
  const root = folderOf(t, Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`${i}.png`, 'no image'])));
  const { step, error } = await failureOf(t, await optionsFor(t, root));
  assert.equal(step, 0);
  assert.ok(error instanceof DataError);
  assert.match(
    error.message,
    /^none of 9 images can be read; for example .*\.png: not a PNG, JPEG, WebP, GIF or BMP file/,
  );
});

test('a closed stream ends its thread, in the middle of its work too, and says so to whoever waits', async (t) => {
  const stream = openBatches(await optionsFor(t, folderOf(t, noisePngs(12)), { globalBatch: 12, prefetch: 8 }));
  const waiting = stream.next();
  const closed = stream.close();
  await assert.rejects(waiting, { message: 'the batch stream is closed' });
  await closed;
  await assert.rejects(stream.next(), { message: 'the batch stream is closed' });
});

test('a loader thread that fails otherwise fails the stream with its error', async (t) => {
  const options = await optionsFor(t, folderOf(t, noisePngs(12)), { seed: -1 });
  const { error } = await failureOf(t, options);
  assert.match((error as Error).message, /random key: got -1/);
});
