import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { listImages } from '../../../src/data/sources/image-folder.js';
import { differenceInSample } from '../../../src/data/sources/sample-check.js';
import { folderOf } from '../image-files.js';

const files = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${String(i).padStart(4, '0')}.png`, 'x'.repeat(i % 7)]));

test('the same files at another place are the same', async (t) => {
  const { images } = await listImages(folderOf(t, files(200)));
  assert.equal(await differenceInSample(folderOf(t, files(200)), images), null);
  const one = await listImages(folderOf(t, files(1)));
  assert.equal(await differenceInSample(folderOf(t, files(1)), one.images), null);
});

test('a file that is missing or of another size is named, the first and the last file among them', async (t) => {
  const root = folderOf(t, files(200));
  const { images } = await listImages(root);
  rmSync(join(root, '0199.png'));
  assert.equal(await differenceInSample(root, images), '0199.png is not there');
  writeFileSync(join(root, '0000.png'), 'other');
  assert.equal(
    await differenceInSample(root, images),
    '0000.png has 5 bytes there, 0 in the list, and 1 more of 48 files that were looked at differ',
  );
});

test('an empty folder in the place of the images, as of a disk that is not mounted, is seen at once', async (t) => {
  const { images } = await listImages(folderOf(t, files(200)));
  const difference = await differenceInSample(folderOf(t, {}), images);
  assert.equal(difference, '0000.png is not there, and 47 more of 48 files that were looked at differ');
});
