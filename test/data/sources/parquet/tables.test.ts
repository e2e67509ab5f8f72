/** Tables as pyarrow writes them: test/fixtures/parquet/make.py. */
import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openLocalFile } from '../../../../src/data/sources/data-file.js';
import { type ImageSource, UnreadableImage } from '../../../../src/data/sources/image-source.js';
import { openSources } from '../../../../src/data/sources/open-sources.js';
import { indexTable } from '../../../../src/data/sources/parquet/index-table.js';
import { Table } from '../../../../src/data/sources/parquet/table.js';
import { TableImages } from '../../../../src/data/sources/parquet/table-images.js';
import { folderOf } from '../../image-files.js';
import { openedIndex } from '../../indexed-images.js';

const TABLES = 'test/fixtures/parquet';
const table = (name: string) => join(TABLES, `${name}.parquet`);

/** The twelve images of each table, as files beside them. */
const images = Array.from({ length: 12 }, (_, n) => readFileSync(join(TABLES, `${n}.png`)));

async function assertHolds(source: ImageSource, missing: readonly number[]): Promise<void> {
  assert.equal(source.count, 12);
  // Backwards, so that groups of rows are not asked for in their order.
  for (let i = 11; i >= 0; i--)
    if (missing.includes(i)) await assert.rejects(source.read(i), new UnreadableImage('the row has no image'));
    else assert.deepEqual(Buffer.from(await source.read(i)), images[i], `row ${i}`);
}

for (const name of readdirSync(TABLES).filter((file) => /^(nested-.*|flat|v2)\.parquet$/.test(file)))
  test(`images of ${name} are the bytes that were written`, async (t) => {
    const index = await openedIndex(t, join(TABLES, name));
    await assertHolds(await openSources(index), name.startsWith('nested') ? [7] : []);
    const [{ images: count, groups } = { images: 0, groups: [] }] = index.sources[0]!.shards;
    assert.deepEqual([count, groups!.map(({ rows }) => rows)], [12, name === 'v2.parquet' ? [12] : [5, 5, 2]]);
  });

test('rows of several tables are numbered one behind the other, and named by file and row', async (t) => {
  const source = await openSources(await openedIndex(t, join(TABLES, '{flat,v2}.parquet')));
  assert.equal(source.count, 24);
  assert.match(source.name(11), /flat\.parquet, row 11$/);
  assert.match(source.name(12), /v2\.parquet, row 0$/);
  assert.deepEqual(Buffer.from(await source.read(23)), images[11]);
});

test('however little there is room for, each image is read, and at once what many ask for', async () => {
  const { shard } = await indexTable(table('flat'));
  const source = new TableImages([shard], 0);
  const order = Array.from({ length: 60 }, (_, i) => (i * 7) % 12);
  const read = await Promise.all(order.map((index) => source.read(index)));
  assert.deepEqual(
    read.map((bytes) => Buffer.from(bytes)),
    order.map((index) => images[index]),
  );
});

test('a table without a column of images, or whose column holds others, is said', async () => {
  const damageOf = async (path: string) => (await indexTable(path)).damage ?? '';
  assert.match(await damageOf(table('no-images')), /^none of its columns holds images, expected .*: text, number$/);
  assert.match(
    await damageOf(table('other-bytes')),
    /^column image holds no images: its first value begins with "no image"$/,
  );
  assert.match(await damageOf(join(TABLES, '0.png')), /^it is no Parquet file: /);
  assert.match(await damageOf('nowhere.parquet'), /^ENOENT/);
});

test('a table that is cut off, or has changed under a run, cannot be read, and says so', async (t) => {
  const path = join(folderOf(t, {}), 'a.parquet');
  copyFileSync(table('flat'), path);
  const { shard } = await indexTable(path);
  const source = new TableImages([shard], 0);
  const bytes = readFileSync(path);
  writeFileSync(path, Buffer.concat([bytes, bytes]));
  await assert.rejects(source.read(0), /has changed since it was listed/);
  writeFileSync(path, bytes);
  await source.read(0);
  truncateSync(path, 100);
  await assert.rejects(source.read(11), (error) => error instanceof UnreadableImage);
  assert.match((await indexTable(path)).damage ?? '', /^it is no Parquet file: /);
});

test('wherever a byte of a table is another, an image or an error comes, and the process lives', async (t) => {
  const path = join(folderOf(t, {}), 'a.parquet');
  const bytes = readFileSync(table('nested-snappy'));
  for (let at = 0; at < bytes.length; at += 5) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 0x41;
    writeFileSync(path, changed);
    const file = openLocalFile(path);
    try {
      const opened = await Table.open(file);
      for (const group of opened.groups.keys()) await opened.read(group);
    } catch (error) {
      assert.ok(error instanceof Error);
    } finally {
      file.close();
    }
  }
});
