import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { DataError } from '../../../src/data/data-error.js';
import {
  checkEnoughImages,
  ImageIndexWriter,
  type ImageListing,
  openImageIndex,
  readListing,
} from '../../../src/data/sources/image-index.js';
import type { ListedFile } from '../../../src/data/sources/image-list.js';
import { folderOf } from '../image-files.js';

const JOB = '4a2f4a0e-0000-4000-8000-000000000001';

const filesOf = (count: number): ListedFile[] =>
  Array.from({ length: count }, (_, i) => ({
    path: Buffer.from([0xe9, 0x30 + (i >> 8), i & 255]),
    size: i,
    time: 9 * i,
  }));

function write(path: string, count: number, weights: readonly (number | null)[] = [null]): ImageListing {
  const writer = new ImageIndexWriter(path, JOB);
  for (const weight of weights) {
    const list = writer.begin('files');
    for (const file of filesOf(count)) list.add(file);
    const folders = [{ path: '/images/\udce9', changed: '1700000000123456789' }];
    writer.end({ kind: 'folder', location: '/images/\udce9', weight, isWhole: true }, list, { folders });
  }
  return writer.finish();
}

function written(t: TestContext, count = 100): string {
  const path = join(folderOf(t, {}), 'images.index');
  write(path, count);
  return path;
}

/** All that an index says. */
function readAll(path: string, job = JOB) {
  const index = openImageIndex(path, job);
  try {
    return index.sources.map(({ images, sections: _, ...facts }) => ({ ...facts, images: [...images!.images()] }));
  } finally {
    index.close();
  }
}

function assertRefused(path: string, code: string, message: RegExp, job = JOB): void {
  assert.throws(
    () => readAll(path, job),
    (error) => {
      assert.ok(error instanceof DataError, String(error));
      assert.equal(error.code, code);
      assert.equal(error.exitCode, 1);
      assert.match(error.message, message);
      assert.ok(error.message.includes(path), error.message);
      return true;
    },
  );
}

test('what was written is read, with names of any bytes', (t) => {
  for (const count of [1, 16, 100, 50_000]) {
    const path = join(folderOf(t, {}), 'images.index');
    const listing = write(path, count);
    const [source] = readAll(path);
    assert.deepEqual(source!.images, filesOf(count));
    assert.deepEqual([source!.location, source!.count, source!.first], ['/images/\udce9', count, 0]);
    assert.deepEqual(source!.folders, [{ path: '/images/\udce9', changed: '1700000000123456789' }]);
    assert.deepEqual(listing, { count, listingHash: source!.hash, largestBatch: count });
    assert.deepEqual(readListing({ index: path, job: JOB }), listing);
    assert.deepEqual(readdirSync(join(path, '..')), ['images.index']);
  }
});

test('sources lie one behind the other, and their order and weights tell lists apart', (t) => {
  const folder = folderOf(t, {});
  const hashes = [[null], [null, null], [3, 1], [1, 3]].map((weights, i) => {
    const path = join(folder, String(i));
    const { listingHash, count } = write(path, 10, weights);
    assert.deepEqual(
      readAll(path).map(({ first, weight, images }) => [first, weight, images]),
      weights.map((weight, at) => [10 * at, weight, filesOf(10)]),
    );
    assert.equal(count, 10 * weights.length);
    return listingHash;
  });
  assert.equal(new Set(hashes).size, 4);
});

test('a source of another index is taken over as it is', (t) => {
  const [from, to] = ['from', 'to'].map((name) => join(folderOf(t, {}), name)) as [string, string];
  write(from, 50_000);
  const index = openImageIndex(from, null);
  const writer = new ImageIndexWriter(to, 'another');
  for (const source of index.sources) writer.copy(source, 2);
  index.close();
  writer.finish();
  const [first, copy] = [readAll(from), readAll(to, 'another')];
  assert.deepEqual(
    copy,
    first.map((source) => ({ ...source, weight: 2 })),
  );
});

test('the list of another launch is refused', (t) => {
  assertRefused(written(t), 'INDEX_FOREIGN', /is of another launch: only one may use an output directory/, 'another');
});

test('a list that is not there is refused', (t) => {
  assertRefused(
    join(folderOf(t, {}), 'images.index'),
    'INDEX_MISSING',
    /cannot be read: ENOENT.*every launch makes it anew/,
  );
});

test('a list that ends early, wherever, is refused as damaged', (t) => {
  const path = written(t);
  const whole = readFileSync(path);
  for (let length = 0; length < whole.length; length += 7) {
    writeFileSync(path, whole);
    truncateSync(path, length);
    assertRefused(path, 'INDEX_TORN', /is damaged: .*; launch again, which makes it anew/);
  }
});

test('a byte that is another, wherever it is, is found', (t) => {
  const path = written(t);
  const whole = readFileSync(path);
  for (let at = 0; at < whole.length; at += 3) {
    if (at >= 20 && at < 24) continue; // the number that is kept for later
    const changed = Buffer.from(whole);
    changed[at]! ^= 0x10;
    writeFileSync(path, changed);
    assertRefused(path, 'INDEX_TORN', /is damaged: |is of version/);
  }
});

test('a list of a later build is refused by its version', (t) => {
  const path = written(t);
  const later = readFileSync(path);
  later.writeUInt32LE(3, 8);
  writeFileSync(path, later);
  assertRefused(path, 'INDEX_TORN', /is of version 3, this build reads 2/);
});

test('a list that cannot be written names the file, and leaves the one before', (t) => {
  const folder = folderOf(t, {});
  const path = join(folder, 'images.index');
  write(path, 3);
  // A full disk.
  symlinkSync('/dev/full', `${path}.new`);
  assert.throws(() => write(path, 5), {
    code: 'INDEX_UNWRITABLE',
    exitCode: 1,
    message: /the list of images cannot be written to \S+images\.index, of which 0\.0 MiB are: ENOSPC/,
  });
  assert.equal(readListing({ index: path, job: JOB }).count, 3);
  mkdirSync(`${path}.new`);
  assert.throws(() => write(path, 5), { code: 'INDEX_UNWRITABLE', message: /EISDIR/ });
});

test('a batch that would hold an image twice is refused, also where a source has too few for its weight', (t) => {
  const path = join(folderOf(t, {}), 'images.index');
  const alone = write(path, 8);
  checkEnoughImages(alone, 8);
  assert.throws(() => checkEnoughImages(alone, 9), {
    code: 'TOO_FEW_IMAGES',
    message:
      'train.dataset_path holds 8 images, fewer than the global batch of 9; add images or lower train.batch_size_per_gpu or the ' +
      'number of workers',
  });
  const mixed = write(path, 8, [3, 1]);
  checkEnoughImages(mixed, 10);
  assert.throws(() => checkEnoughImages(mixed, 11), {
    message:
      /^train\.dataset_path holds 16 images, of which 10 can be mixed by these weights without one twice, fewer than/,
  });
});
