import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RangeWatch } from '../../src/data/range-watch.js';

function warningFor(highest: number, count = 8, range = 'auto'): string | null {
  const watch = new RangeWatch(range);
  watch.add(Array.from({ length: count }, (_, i) => Math.max(highest - i, 0)));
  return watch.warning();
}

test('data of few bits in 16-bit samples is noticed, and the value to set is named', () => {
  assert.equal(
    warningFor(15, 20),
    'of the images of 16-bit samples (20 so far) none has a sample above 4095 of 65535: they are nearly black to the ' +
      'network; set data.range=12, or data.range=16 if they are meant to be',
  );
  assert.match(warningFor(11)!, /above 4095 of 65535.* set data\.range=12,/);
  assert.match(warningFor(3)!, /above 1023 of 65535.* set data\.range=0:1023,/);
  assert.match(warningFor(0)!, /above 255 of 65535.* set data\.range=8,/);
  assert.match(warningFor(63, 100)!, /above 16383 of 65535.* set data\.range=0:16383,/);
});

test('nothing is said of images that use the range, of few images, and where a range is set', () => {
  assert.equal(warningFor(64, 100), null);
  assert.equal(warningFor(255, 300), null);
  assert.equal(warningFor(15, 7), null);
  assert.equal(warningFor(15, 16, '16'), null);
  assert.equal(new RangeWatch('auto').warning(1), null);
});

test('a warning is given once, and by fewer images where no more will come', () => {
  const watch = new RangeWatch('auto');
  watch.add([15, 3]);
  assert.equal(watch.warning(), null);
  assert.match(watch.warning(1)!, /^of the images of 16-bit samples \(2 so far\)/);
  assert.equal(watch.warning(1), null);
});
