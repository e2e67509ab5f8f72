import assert from 'node:assert/strict';
import { test } from 'node:test';
import { embedImages } from '../../src/eval/embed-images.js';
import type { FeatureExtractor } from '../../src/eval/feature-extractor.js';

/** Its feature is the image's first value. */
const extractor: FeatureExtractor = {
  imageSize: 2,
  patchSize: 2,
  width: 1,
  embed: (images, batch) => ({
    clsTokens: Float32Array.from({ length: batch }, (_, b) => images[b * 12]!),
    patchTokens: new Float32Array(batch),
  }),
  close: () => {},
};

async function readImage(path: string, size: number) {
  if (path.includes('bad')) throw new Error('not an image');
  return new Float32Array(3 * size * size).fill(Number(path.split('/')[1]));
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
