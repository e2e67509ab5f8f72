import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { DataError } from '../../../src/data/data-error.js';
import { readImageIndex, writeImageIndex } from '../../../src/data/sources/image-index.js';
import { ImageListBuilder } from '../../../src/data/sources/image-list.js';
import { folderOf } from '../image-files.js';

const JOB = '4a2f4a0e-0000-4000-8000-000000000001';

function listing(count: number) {
  const list = new ImageListBuilder();
  for (let i = 0; i < count; i++) list.add(Buffer.from([0xe9, 0x30 + (i >> 8), i & 255]), i);
  const { list: images, hash } = list.finish();
  return { root: '/images/\udce9', images, listingHash: hash };
}

function written(t: TestContext, count = 100): string {
  const path = join(folderOf(t, {}), 'images.index');
  writeImageIndex(path, JOB, listing(count));
  return path;
}

function assertRefused(path: string, code: string, message: RegExp, job = JOB): void {
  assert.throws(
    () => readImageIndex(path, job),
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
  for (const count of [1, 16, 100, 5000]) {
    const path = written(t, count);
    const expected = listing(count);
    const read = readImageIndex(path, JOB);
    assert.deepEqual([read.root, read.listingHash], [expected.root, expected.listingHash]);
    assert.deepEqual([...read.images.files()], [...expected.images.files()]);
    assert.deepEqual(readdirSync(join(path, '..')), ['images.index']);
  }
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

test('a byte that is another, wherever it counts, is found', (t) => {
  const path = written(t);
  const whole = readFileSync(path);
  const { starts, entries } = listing(100).images.shared;
  const headerBytes = 24 + whole.readUInt32LE(12);
  // Not looked at: what fills up between sections, and the number that is kept for later.
  const isRead = (at: number) =>
    at < 20 || (at >= 24 && at < headerBytes + starts.byteLength) || at >= whole.length - entries.byteLength;
  for (let at = 0; at < whole.length; at += 3) {
    if (!isRead(at)) continue;
    const changed = Buffer.from(whole);
    changed[at]! ^= 0x10;
    writeFileSync(path, changed);
    assertRefused(path, 'INDEX_TORN', /is damaged: |is of version/);
  }
});

test('a list of a later build is refused by its version', (t) => {
  const path = written(t);
  const later = readFileSync(path);
  later.writeUInt32LE(2, 8);
  writeFileSync(path, later);
  assertRefused(path, 'INDEX_TORN', /is of version 2, this build reads 1/);
});

test('a list that cannot be written names the file and what it takes, and leaves the one before', (t) => {
  const folder = folderOf(t, {});
  const path = join(folder, 'images.index');
  writeImageIndex(path, JOB, listing(3));
  // A full disk.
  symlinkSync('/dev/full', `${path}.new`);
  assert.throws(() => writeImageIndex(path, JOB, listing(5)), {
    code: 'INDEX_UNWRITABLE',
    exitCode: 1,
    message: /the list of images cannot be written to \S+images\.index, which takes 0\.0 MiB: ENOSPC/,
  });
  assert.equal(readImageIndex(path, JOB).images.count, 3);
  mkdirSync(`${path}.new`);
  assert.throws(() => writeImageIndex(path, JOB, listing(5)), { code: 'INDEX_UNWRITABLE', message: /EISDIR/ });
});
