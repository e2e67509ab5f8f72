import assert from 'node:assert/strict';
import { test } from 'node:test';
import { embedImages } from '../../src/eval/embed-images.js';
import type { FeatureExtractor } from '../../src/eval/feature-extractor.js';
import { ImageNotes } from '../../src/eval/read-image.js';
import { readSpread } from '../../src/eval/read-images.js';
import { released } from '../image/reading.js';

/** Its feature is the image's first value. */
const extractor: FeatureExtractor = {
  imageSize: 2,
  patchSize: 2,
  width: 1,
  data: released,
  embed: (images, batch) => ({
    clsTokens: Float32Array.from({ length: batch }, (_, b) => images[b * 12]!),
    patchTokens: new Float32Array(batch),
  }),
  close: () => {},
};

async function readImage(path: string, size: number) {
  if (path.includes('bad')) throw new Error('not an image');
  return new Uint8Array(3 * size * size).fill(Number(path.split('/')[1]));
}

test('every readable file has a row, in order', async () => {
  const files = Array.from({ length: 130 }, (_, i) => `${i}`);
  files.splice(70, 0, 'bad.png');
  const { rows, files: embedded, skipped } = await embedImages(extractor, readImage, 'images', files);
  assert.deepEqual(skipped, [{ file: 'bad.png', reason: 'not an image' }]);
  assert.equal(embedded.length, 130);
  assert.deepEqual([...rows], embedded.map(Number));
});

test('a folder without any readable image is an error that gives the first reason', async () => {
  await assert.rejects(embedImages(extractor, readImage, 'images', ['bad1', 'bad2']), {
    code: 'NO_IMAGES',
    message: 'none of the 2 images below images can be read; the first, bad1: not an image',
  });
});

test('features that are not finite are an error that names the first image', async () => {
  const broken: FeatureExtractor = {
    ...extractor,
    embed: (_, batch) => ({ clsTokens: Float32Array.of(1, Number.NaN, 1), patchTokens: new Float32Array(batch) }),
  };
  await assert.rejects(embedImages(broken, readImage, 'images', ['1', '2', '3']), {
    code: 'FEATURES_NOT_FINITE',
    exitCode: 1,
    message:
      /^images\/2: 1 of its 1 features are not finite, the first is NaN: the weights are of no use for it; try others/,
  });
});

const filesOf = (...files: string[]) => ({ count: files.length, at: (row: number) => files[row]! });

test('evenly spread images are read; where none of those can be, the first that can', async () => {
  const files = ['0', 'bad1', '2', 'bad3', '4'];
  const spread = await readSpread(readImage, 'images', filesOf(...files), [1, 2], 2);
  assert.deepEqual(spread.files, ['2']);
  assert.deepEqual(spread.skipped, [{ file: 'bad1', reason: 'not an image' }]);
  const other = await readSpread(readImage, 'images', filesOf('bad0', ...files), [0, 2], 2);
  assert.deepEqual(other.files, ['0']);
  assert.deepEqual(
    other.skipped.map(({ file }) => file),
    ['bad0', 'bad1'],
  );
  await assert.rejects(readSpread(readImage, 'images', filesOf('bad1', 'bad2'), [1], 2), {
    code: 'NO_IMAGES',
    message: 'none of the 2 images below images can be read; the first, bad2: not an image',
  });
});

test('damaged images that were read are said, and data of few bits in 16', () => {
  const notes = new ImageNotes(released);
  notes.add('a.jpg', { damage: 'broken JPEG data: it ends early', highest: null });
  notes.add('b.png', { damage: null, highest: 15 });
  notes.add('c.png', { damage: null, highest: null });
  const [damaged, range, ...others] = notes.lines();
  assert.equal(damaged, 'damaged, read as far as it goes: a.jpg: broken JPEG data: it ends early');
  assert.match(range!, /^of the images of 16-bit samples \(1 so far\) .* set data\.range=12,/);
  assert.deepEqual(others, []);
  assert.deepEqual(notes.damaged, [{ file: 'a.jpg', reason: 'broken JPEG data: it ends early' }]);
  assert.deepEqual(new ImageNotes(released).lines(), []);
});
