import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadImageLines } from '../../src/data/bad-image-lines.js';

const image = (i: number) => ({ path: `photos/${i}.png`, reason: 'the file is empty' });

test('an image that cannot be read is named once, with the reason', () => {
  const lines = new BadImageLines();
  assert.deepEqual(lines.of([image(1)]), [
    'photos/1.png cannot be read, another image takes its place: the file is empty',
  ]);
  assert.deepEqual(lines.of([image(1)]), []);
});

test('after a hundred images the rest is no longer named', () => {
  const lines = new BadImageLines();
  const all = Array.from({ length: 200 }, (_, i) => lines.of([image(i)])).flat();
  assert.equal(all.length, 101);
  assert.equal(all.at(-1), 'more than 100 images cannot be read; from here on they are counted, not named');
});
