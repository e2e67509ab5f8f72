import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadImageLimit, BadImageLines } from '../../src/data/bad-images.js';
import { DataError } from '../../src/data/data-error.js';
import { RandomStream } from '../../src/random/random-stream.js';

const bad = (count: number) => Array.from({ length: count }, () => ({ path: 'cut.png', reason: 'ends early' }));

/** Images read until the limit ends the run, one by one, where each is bad with probability `share`; null if it never does. */
function readUntilEnd(maxShare: number, share: number, seed: number): number | null {
  const limit = new BadImageLimit(maxShare);
  const random = new RandomStream(seed, 'bad images');
  for (let read = 1; read <= 5000; read++) {
    const isBad = random.uniform() < share;
    try {
      limit.count(isBad ? 0 : 1, bad(isBad ? 1 : 0));
    } catch (error) {
      assert.ok(error instanceof DataError);
      return read;
    }
  }
  return null;
}

test('a share just below the limit ends no run, whatever the luck of the draw', () => {
  for (let seed = 0; seed < 200; seed++) assert.equal(readUntilEnd(0.1, 0.09, seed), null, `seed ${seed}`);
});

test('a share well above the limit ends every run soon, but not before a hundred images', () => {
  for (let seed = 0; seed < 200; seed++) {
    const read = readUntilEnd(0.1, 0.3, seed);
    assert.ok(read !== null && read >= 100 && read <= 400, `seed ${seed}: ${read}`);
  }
});

test('a limit of 0 allows none, and the message names an example', () => {
  const limit = new BadImageLimit(0);
  limit.count(4, []);
  assert.throws(() => limit.count(3, bad(1)), {
    code: 'TOO_MANY_BAD_IMAGES',
    message: '1 of 8 images cannot be read, more than train.max_bad_images = 0 allows; for example cut.png: ends early',
  });
});

test('a limit of 1 allows all', () => {
  const limit = new BadImageLimit(1);
  for (let i = 0; i < 1000; i++) limit.count(0, bad(1));
});
const image = (i: number) => ({ path: `photos/${i}.png`, reason: 'the file is empty' });

test('an image that cannot be read is named once, with the reason', () => {
  const lines = new BadImageLines('replaced');
  assert.deepEqual(lines.of([image(1)]), [
    'photos/1.png cannot be read, another image takes its place: the file is empty',
  ]);
  assert.deepEqual(lines.of([image(1)]), []);
});

test('after a hundred images the rest is no longer named', () => {
  const lines = new BadImageLines('replaced');
  const all = Array.from({ length: 200 }, (_, i) => lines.of([image(i)])).flat();
  assert.equal(all.length, 101);
  assert.equal(all.at(-1), 'more than 100 images cannot be read; from here on they are counted, not named');
});

test('an image that is damaged and read all the same is named once, with what is wrong with it', () => {
  const lines = new BadImageLines('damaged');
  assert.deepEqual(lines.of([image(1), image(1)]), [
    'photos/1.png is damaged, and is read as far as it goes: the file is empty',
  ]);
  const many = lines.of(Array.from({ length: 200 }, (_, i) => image(i)));
  assert.equal(many.at(-1), 'more than 100 images are damaged; from here on they are counted, not named');
});
