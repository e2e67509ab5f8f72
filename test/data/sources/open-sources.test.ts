import assert from 'node:assert/strict';
import { appendFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { GivenSource } from '../../../src/data/sources/given-source.js';
import { type ImageSource, UnreadableImage } from '../../../src/data/sources/image-source.js';
import { openSources } from '../../../src/data/sources/open-sources.js';
import { folderOf, noisePngs } from '../image-files.js';
import { indexFileOf, openedIndex } from '../indexed-images.js';
import { tarOf } from './tar/archives.js';

const pngs = Object.entries(noisePngs(8));
const named = (from: number, to: number) => Object.fromEntries(pngs.slice(from, to));

async function opened(t: TestContext, ...paths: (string | GivenSource)[]): Promise<ImageSource> {
  return openSources(await openedIndex(t, ...paths));
}

async function assertHolds(source: ImageSource, files: Record<string, Uint8Array>): Promise<void> {
  assert.equal(source.count, Object.keys(files).length);
  for (const [i, [name, bytes]] of Object.entries(files).entries()) {
    assert.deepEqual(Buffer.from(await source.read(i)), Buffer.from(bytes), name);
    assert.ok(source.name(i).endsWith(`/${name}`), source.name(i));
  }
}

test('images of a folder, of archives and of a list are the same bytes', async (t) => {
  const folder = folderOf(t, named(0, 8));
  await assertHolds(await opened(t, folder), named(0, 8));
  const shards = folderOf(t, {});
  tarOf(t, { ...named(0, 3), 'image-002.txt': 'a caption' }, { name: 's-0.tar', into: shards });
  tarOf(t, named(3, 8), { name: 's-1.tar', into: shards });
  await assertHolds(await opened(t, join(shards, 's-{0..1}.tar')), named(0, 8));
  await assertHolds(await opened(t, join(shards, '*.tar')), named(0, 8));
  const list = join(folder, 'list.txt');
  writeFileSync(list, `image-000.png\r\n\n${join(folder, 'image-001.png')}\nimage-002.png`);
  await assertHolds(await opened(t, list), named(0, 3));
});

test('several sources lie one behind the other, and an index gives those that it lists', async (t) => {
  const [folder, shard] = [folderOf(t, named(0, 3)), tarOf(t, named(3, 8))];
  await assertHolds(await opened(t, folder, shard), named(0, 8));
  await assertHolds(await opened(t, await indexFileOf(t, folder, shard)), named(0, 8));
});

test('a machine may have them elsewhere', async (t) => {
  const index = await openedIndex(t, folderOf(t, named(0, 3)), tarOf(t, named(3, 8)));
  const [folder, shard] = [folderOf(t, named(0, 3)), tarOf(t, named(3, 8), { name: 'other.tar' })];
  rmSync(join(index.sources[0]!.location, 'image-000.png'));
  rmSync(index.sources[1]!.location);
  utimesSync(shard, 1_700_000_000, 1_700_000_000);
  await assertHolds(await openSources(index, [folder, shard]), named(0, 8));
  await assert.rejects(openSources(index, [folder]), {
    code: 'SHARDS_MISSING',
    message: '1 places of images are given for the 2 of this run; give each once, in their order',
  });
  await assert.rejects(openSources(index, [folder, join(shard, '../{a,b}.tar')]), {
    message: /means 2 files, and the run has 1 in .*; give the same ones/,
  });
});

test('an image that vanishes cannot be read, nor one whose archive has changed, and the others can', async (t) => {
  const [folder, first, second] = [folderOf(t, named(0, 2)), tarOf(t, named(2, 4)), tarOf(t, named(4, 6))];
  const source = await opened(t, folder, first, second);
  rmSync(join(folder, 'image-000.png'));
  appendFileSync(first, 'more');
  const refused = async (index: number, reason: RegExp) =>
    assert.rejects(source.read(index), (error) => error instanceof UnreadableImage && reason.test(error.message));
  await refused(0, /^ENOENT: no such file or directory$/);
  await refused(
    2,
    /shard\.tar has changed since it was listed: it had \d+ bytes, now \d+; launch again to have it listed/,
  );
  for (const good of [1, 4, 5]) assert.equal((await source.read(good)).length, pngs[good]![1].length);
  rmSync(second);
  assert.equal((await source.read(4)).length, pngs[4]![1].length, 'one that is open stays');
});
