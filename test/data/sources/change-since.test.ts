import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { changeSince } from '../../../src/data/sources/change-since.js';
import { openImageIndex } from '../../../src/data/sources/image-index.js';
import { folderOf, noisePngs } from '../image-files.js';
import { indexFileOf } from '../indexed-images.js';
import { tarOf } from './tar/archives.js';

const files = Object.fromEntries(
  Object.entries(noisePngs(6)).map(([name, bytes], i) => [`${i % 2 === 0 ? 'a' : 'b'}/${name}`, bytes]),
);

/** A folder of images, of long ago. */
function oldFolder(t: TestContext): string {
  const folder = folderOf(t, files);
  for (const path of [join(folder, 'a'), join(folder, 'b'), folder]) utimesSync(path, 1_700_000_000, 1_700_000_000);
  return folder;
}

async function afterwards(t: TestContext, source: string, change: () => void): Promise<string | null> {
  const path = await indexFileOf(t, source);
  const index = openImageIndex(path, null);
  t.after(() => index.close());
  change();
  return changeSince(path, index);
}

test('what nobody has touched fits', async (t) => {
  assert.equal(await afterwards(t, oldFolder(t), () => {}), null);
  const archive = tarOf(t, files);
  assert.equal(await afterwards(t, archive, () => {}), null);
});

test('a file that comes, goes, gets another name or another size, and a folder that is gone, are seen', async (t) => {
  const image = 'a/image-000.png';
  const changes: [(folder: string) => void, RegExp][] = [
    [(folder) => writeFileSync(join(folder, 'b/more.png'), 'x'), /\/b has changed$/],
    [(folder) => rmSync(join(folder, image)), /\/a has changed$/],
    [(folder) => renameSync(join(folder, image), join(folder, 'a/x.png')), /\/a has changed$/],
    [(folder) => mkdirSync(join(folder, 'c')), /has changed$/],
    [(folder) => writeFileSync(join(folder, image), 'other'), /^a\/image-000\.png has 5 bytes there, \d+ in the list$/],
    [(folder) => rmSync(join(folder, 'b'), { recursive: true }), /has changed$/],
  ];
  for (const [change, expected] of changes) {
    const folder = oldFolder(t);
    assert.match((await afterwards(t, folder, () => change(folder))) ?? '', expected);
  }
});

test('an archive that is written to, or gone, is seen', async (t) => {
  const [one, other] = [tarOf(t, files), tarOf(t, files)];
  assert.match((await afterwards(t, one, () => appendFileSync(one, 'x'))) ?? '', /shard\.tar has changed$/);
  assert.match((await afterwards(t, other, () => rmSync(other))) ?? '', /shard\.tar: ENOENT/);
});

test('a folder that was changed a moment before it was listed may have been changed a moment after', async (t) => {
  const folder = folderOf(t, files);
  assert.match((await afterwards(t, folder, () => {})) ?? '', /was changed while it was listed$/);
});

test('a list of files is listed again when it is another', async (t) => {
  const folder = oldFolder(t);
  const list = join(folder, 'list.txt');
  writeFileSync(list, 'a/image-000.png\n');
  utimesSync(list, 1_700_000_000, 1_700_000_000);
  assert.match(
    (await afterwards(t, list, () => writeFileSync(list, 'b/image-001.png\n'))) ?? '',
    /list\.txt has changed$/,
  );
});
