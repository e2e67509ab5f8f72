import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { differenceInSample } from '../../../src/data/sources/sample-check.js';
import { folderOf } from '../image-files.js';
import { openedIndex } from '../indexed-images.js';

const files = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${String(i).padStart(4, '0')}.png`, 'x'.repeat(i % 7)]));

test('the same files at another place are the same', async (t) => {
  const images = await openedIndex(t, folderOf(t, files(200)));
  assert.equal(await differenceInSample(images, [folderOf(t, files(200))]), null);
  assert.equal(await differenceInSample(images), null, 'and where the list says');
  const one = await openedIndex(t, folderOf(t, files(1)));
  assert.equal(await differenceInSample(one, [folderOf(t, files(1))]), null);
});

test('a file that is missing or of another size is named, the first and the last file among them', async (t) => {
  const root = folderOf(t, files(200));
  const images = await openedIndex(t, root);
  rmSync(join(root, '0199.png'));
  assert.equal(await differenceInSample(images, [root]), '0199.png is not there');
  writeFileSync(join(root, '0000.png'), 'other');
  assert.equal(
    await differenceInSample(images, [root]),
    '0000.png has 5 bytes there, 0 in the list, and 1 more of 48 files that were looked at differ',
  );
});

test('an empty folder in the place of the images, as of a disk that is not mounted, is seen at once', async (t) => {
  const images = await openedIndex(t, folderOf(t, files(200)));
  const difference = await differenceInSample(images, [folderOf(t, {})]);
  assert.equal(difference, '0000.png is not there, and 47 more of 48 files that were looked at differ');
});
